import { Alert, List, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { ApiProblem, ConnectionLost, problemOf } from '../../api/problem.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { faultText, refusalText } from '../../texts/problem-words.ts';
import type { Fault } from '../../values/field-errors.ts';
import { fieldOfPointer } from '../../values/field-errors.ts';
import { fieldLabel } from '../form/field-label.ts';
import { RemedyLink } from './remedy-link.tsx';

interface ProblemAlertProps {
  readonly error: Error;
  readonly title?: string;
  /** Faults that no field shows; all of the problem's where absent. */
  readonly faults?: readonly Fault[];
  /** Whether the focus stays where it is: for what is computed while somebody types. */
  readonly isQuiet?: boolean;
}

/** A refusal in the words of the server, with the request id that finds it in the log. */
export const ProblemAlert = ({ error, title, faults, isQuiet = false }: ProblemAlertProps) => {
  const texts = useTexts();
  const box = useRef<HTMLDivElement>(null);
  const problem = problemOf(error);
  const shown =
    faults ?? (problem?.errors ?? []).map((fault) => ({ ...fault, detail: faultText(fault) }));
  // The fields say it themselves; the server's sentence about them would only repeat it.
  const isAboutFields = (problem?.errors?.length ?? 0) > shown.length;
  const text = useErrorText(error);
  useEffect(() => {
    if (!isQuiet) box.current?.focus();
  }, [error, isQuiet]);
  return (
    <Alert
      ref={box}
      tabIndex={-1}
      color="red"
      variant="outline"
      title={title ?? titleOf(texts.common, problem?.status, isAboutFields)}
    >
      <Text size="sm">{isAboutFields ? texts.common.seeFields : text}</Text>
      {shown.length > 0 && (
        <List size="sm" mt="xs">
          {shown.map(({ pointer, code, detail }) => (
            <List.Item key={`${pointer} ${code}`}>
              {pointer === '' ? detail : `${fieldLabel(fieldOfPointer(pointer))}: ${detail}`}
            </List.Item>
          ))}
        </List>
      )}
      {problem !== undefined && <RemedyLink code={problem.code} />}
      {problem !== undefined && problem.requestId !== '' && (
        <Text size="xs" c="dimmed" mt="xs" className="code">
          {texts.common.requestId}: {problem.requestId}
        </Text>
      )}
    </Alert>
  );
};

const titleOf = (
  common: ReturnType<typeof useTexts>['common'],
  status: number | undefined,
  isAboutFields: boolean,
): string => {
  if (status === 412) return common.changedMeanwhile;
  return isAboutFields ? common.problems : common.failed;
};

const useErrorText = (error: Error): string => {
  const texts = useTexts();
  if (error instanceof ConnectionLost) return texts.common.connectionLost;
  if (!(error instanceof ApiProblem)) return `${texts.common.unexpected} ${error.message}`;
  if (error.problem.status === 404) return texts.common.gone;
  if (error.retryAfter !== undefined && error.problem.status === 429) {
    return texts.common.retryIn(error.retryAfter);
  }
  return refusalText(error.problem);
};
