import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EmailAddress } from '#domain/shared/text.ts';
import { SmtpMailer } from '#infrastructure/mail/smtp-mailer.ts';

/** The lines of a client, in a conversation of SMTP (RFC 5321) that was let through to its end. */
interface Conversation {
  readonly commands: string[];
  data: string;
}

const conversations: Conversation[] = [];
let refuses = false;

// As much of a server as a mail takes: it says yes to everything, or no to whom it is for.
const talk = (socket: Socket): void => {
  const conversation: Conversation = { commands: [], data: '' };
  conversations.push(conversation);
  let isData = false;
  socket.write('220 mail.example.com ESMTP\r\n');
  socket.setEncoding('utf8').on('data', (chunk) => {
    const text = String(chunk);
    if (isData) {
      conversation.data += text;
      if (!conversation.data.endsWith('\r\n.\r\n')) return;
      isData = false;
      socket.write('250 taken on\r\n');
      return;
    }
    const command = text.trim();
    conversation.commands.push(command);
    isData = command === 'DATA';
    if (command === 'QUIT') socket.end('221 bye\r\n');
    else if (isData) socket.write('354 go on\r\n');
    else if (refuses && command.startsWith('RCPT')) socket.write('451 try later\r\n');
    else socket.write('250 fine\r\n');
  });
  socket.on('error', () => undefined);
};

const server = createServer(talk);
let mailer: SmtpMailer;

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `smtp://127.0.0.1:${port}`;
  mailer = new SmtpMailer({ url, from: 'Billing <billing@example.com>' });
});
afterAll(() => server.close());

const mail = (to: string) => ({ to: to as EmailAddress, subject: 'Näme', text: 'Grüße\n' });

describe('a mail by SMTP', () => {
  test('reaches the server with its sender, its one recipient and its text', async () => {
    await mailer.send(mail('ada@example.org'));

    const { commands, data } = conversations.at(-1) ?? { commands: [], data: '' };
    expect(commands).toContain('MAIL FROM:<billing@example.com>');
    expect(commands.filter((each) => each.startsWith('RCPT'))).toEqual([
      'RCPT TO:<ada@example.org>',
    ]);
    expect(data).toMatch(/^From: Billing <billing@example.com>/m);
    expect(data).toMatch(/^Subject: =\?UTF-8\?/m);
    expect(data).toMatch(/^Auto-Submitted: auto-generated/m);
    expect(data).toMatch(/Gr=C3=BC=C3=9Fe|R3LDvMOfZQ/);
  });

  test('goes to one mailbox, whatever characters its address has', async () => {
    await mailer.send(mail('"a, b@evil.example"@example.org'));

    const commands = conversations.at(-1)?.commands ?? [];
    const recipients = commands.filter((each) => each.startsWith('RCPT'));
    expect(recipients).toHaveLength(1);
    expect(recipients[0]).toMatch(/@example\.org>/);
  });

  test('that the server does not take on rejects, to be tried again', async () => {
    refuses = true;

    await expect(mailer.send(mail('ada@example.org'))).rejects.toThrow('451');

    refuses = false;
  });
});
