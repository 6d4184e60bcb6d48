import { useTexts } from '../../texts/catalogue.ts';
import type { IconName } from './icons.tsx';
import { Icon } from './icons.tsx';

type Tone = 'good' | 'warning' | 'bad' | 'neutral';

const looks: Readonly<Record<string, readonly [Tone, IconName]>> = {
  draft: ['neutral', 'pencil'],
  active: ['good', 'check'],
  published: ['good', 'check'],
  archived: ['neutral', 'circle'],
  scheduled: ['neutral', 'clock'],
  trialing: ['neutral', 'clock'],
  paused: ['warning', 'pause'],
  ended: ['neutral', 'circle'],
  canceling: ['warning', 'clock'],
  finalized: ['good', 'check'],
  voided: ['neutral', 'cross'],
  uncollectible: ['bad', 'cross'],
  unpaid: ['warning', 'clock'],
  partially_paid: ['warning', 'clock'],
  paid: ['good', 'check'],
  overdue: ['bad', 'clock'],
  pending: ['warning', 'clock'],
  accepted: ['good', 'check'],
  duplicate: ['neutral', 'circle'],
  refused: ['bad', 'cross'],
  moved: ['good', 'check'],
  unchanged: ['neutral', 'circle'],
  running: ['neutral', 'clock'],
  completed: ['good', 'check'],
  succeeded: ['good', 'check'],
  failed: ['bad', 'cross'],
  enabled: ['good', 'check'],
  disabled: ['bad', 'cross'],
  failing: ['bad', 'cross'],
};

/** The state of a thing: a word and a drawing, so that colour alone tells nothing. */
export const StatusBadge = ({ status }: { readonly status: string }) => {
  const texts = useTexts();
  const [tone, icon] = looks[status] ?? ['neutral', 'circle'];
  return (
    <span className={`status ${tone}`}>
      <Icon name={icon} size={14} />
      {texts.statuses[status] ?? status}
    </span>
  );
};
