import { useRead } from '../../api/queries.ts';
import { useMe } from '../../api/session.ts';
import { useTexts } from '../../texts/catalogue.ts';
import type { AuditEntry } from '../../wire/types.ts';

const namedMax = '100';

/** Who did it: a person, an API key, or the service itself; by an id where the name is unknown. */
export const ActorName = ({ actor }: { readonly actor: AuditEntry['actor'] }) => {
  const { kind, userId, apiKeyId, id, name } = actor as Readonly<
    Record<string, string | undefined>
  >;
  const { events } = useTexts();
  const memberName = useMemberName();
  const keyName = useKeyName();
  if (kind === 'user') return memberName(userId ?? id ?? '');
  if (kind === 'apiKey') {
    return (
      <span>
        {events.apiKey} {keyName(apiKeyId ?? id ?? '')}
      </span>
    );
  }
  return <span>{events.programs[name ?? ''] ?? name ?? events.service}</span>;
};

const useMemberName = () => {
  const { user } = useMe();
  const members = useRead('listUsers', { query: { limit: namedMax } });
  return (userId: string) => {
    const member = members.data?.data.find(({ id }) => id === userId);
    const name = userId === user.id ? user.name : member?.name;
    return name === undefined ? <span className="code">{userId}</span> : <span>{name}</span>;
  };
};

const useKeyName = () => {
  const keys = useRead('listApiKeys', { query: { limit: namedMax } });
  return (keyId: string) => {
    const name = keys.data?.data.find(({ id }) => id === keyId)?.name;
    return name ?? <span className="code">{keyId}</span>;
  };
};
