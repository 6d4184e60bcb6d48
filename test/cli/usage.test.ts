import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { BillingProgram } from '../support/billing-program.ts';
import { commandsOf, idleProgram } from '../support/idle-program.ts';

const program = BillingProgram.open(() => ({}));

/** Each command, and the options and arguments that its help must name. */
const documented: readonly (readonly [command: string, named: readonly string[]])[] = [
  ['serve', ['--demo']],
  ['worker', []],
  ['migrate', ['--revert']],
  ['openapi', []],
  ['tenants list', ['--limit <n>', '--cursor <cursor>']],
  [
    'tenants create',
    ['--name <name>', '--admin <address>', '--mode <mode>', '--clock-starts-at <instant>'],
  ],
  ['users list', ['--tenant <id>']],
  ['users invite', ['--tenant <id>', '--email <address>', '--role <role>', 'ADMIN', 'USER']],
  ['users set-role', ['<userId>', '--tenant <id>', '--role <role>', 'ADMIN', 'USER']],
  ['users remove', ['<userId>', '--tenant <id>']],
  ['test-clock show', ['--tenant <id>']],
  ['test-clock advance', ['--tenant <id>', '--to <instant>']],
  ['accounts show', ['--email <address>']],
  ['accounts reset-password', ['--email <address>']],
  ['accounts release-address', ['<userId>', '--email <address>']],
  ['keys list', []],
  ['keys rotate', []],
  ['audit list', ['--tenant <id>', '--limit <n>', '--resource <id>', '--action <type>']],
  ['audit verify', ['--tenant <id>', '--anchor <sequence:hash>']],
  ['invoices verify', ['--tenant <id>']],
  [
    'invoices pdf',
    ['<invoiceId>', '--tenant <id>', '--language <code>', '--paper <size>', '--out <file>'],
  ],
  ['runs status', ['--tenant <id>']],
  ['runs forecast', ['--tenant <id>', '--until <instant>']],
  ['usage import', ['<file>', '--tenant <id>']],
  ['usage cancel', ['<file>', '--tenant <id>']],
  ['usage verify', ['--tenant <id>']],
  ['events status', []],
  ['events dead', ['--subscriber <name>', '--limit <n>']],
  ['events replay', ['[subjects...]', '--subscriber <name>', '--all']],
  ['jobs status', []],
  ['jobs dead', ['--queue <name>', '--limit <n>', 'webhook-delivery']],
  ['jobs replay', ['[ids...]', '--queue <name>', '--all', 'webhook-delivery']],
  ['doctor', []],
];

const leaveProcessAlone = (command: Command): void => {
  command.exitOverride();
  command.commands.forEach(leaveProcessAlone);
};

test('there are these commands and no other', () => {
  expect(commandsOf(idleProgram())).toEqual(documented.map(([command]) => command));
});

describe('--help', () => {
  test.each(documented)('of %s names its options', async (command, named) => {
    let told = '';
    const asked = idleProgram((text) => void (told += text));
    leaveProcessAlone(asked);

    const over = asked.parseAsync([...command.split(' '), '--help'], { from: 'user' });

    await expect(over).rejects.toMatchObject({ code: 'commander.helpDisplayed', exitCode: 0 });
    expect(told).toContain(`Usage: billing ${command}`);
    for (const name of named) expect(told).toContain(name);
  });

  test('of a command is written by the process, which ends with 0', async () => {
    const { code, out, err } = await program.run(['users', 'invite', '--help']);

    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Usage: billing users invite');
  });

  test('of the whole names each command, --json and the exit codes', async () => {
    const { code, out } = await program.run(['--help']);

    expect(code).toBe(0);
    for (const [command] of documented) expect(out).toContain(`  ${command.split(' ')[0]} `);
    expect(out).toContain('--json');
    expect(out).toMatch(/2 {2}wrong usage[\s\S]*8 {2}the database is away/);
  });
});

describe('wrong usage ends with 2 and says what would be right', () => {
  test.each<[readonly string[], string, string]>([
    [['fly'], "unknown command 'fly'", 'Usage: billing'],
    [['keys', 'spin'], "unknown command 'spin'", 'Usage: billing keys'],
    [['keys'], '', 'Usage: billing keys'],
    [['tenants', 'list', '--colour'], "unknown option '--colour'", 'Usage: billing tenants list'],
    [['tenants', 'list', '--limit'], 'argument missing', 'Usage: billing tenants list'],
    [['tenants', 'list', 'more'], 'too many arguments', 'Usage: billing tenants list'],
    [['users', 'list'], "required option '--tenant <id>'", 'Usage: billing users list'],
    [
      ['users', 'remove', '--tenant', 'ten_01jd4x7h2cf5prw8mzk0qv9tns'],
      "missing required argument 'userId'",
      'Usage: billing users remove',
    ],
    [
      [
        'users',
        'invite',
        '--tenant',
        'ten_01jd4x7h2cf5prw8mzk0qv9tns',
        '--email',
        'a@b.example',
        '--role',
        'KING',
      ],
      'Allowed choices are ADMIN, FINANCE, USER.',
      'Usage: billing users invite',
    ],
  ])('%j', async (given, told, usage) => {
    const { code, out, err } = await program.command(given);

    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(told);
    expect(err).toContain(usage);
  });
});

test('--version prints the version of the package', async () => {
  const { default: description } = await import('../../package.json', { with: { type: 'json' } });

  expect(await program.run(['--version'])).toEqual({
    code: 0,
    out: `${description.version}\n`,
    err: '',
  });
});
