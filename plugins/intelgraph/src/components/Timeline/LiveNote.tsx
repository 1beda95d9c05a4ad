import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useSignal } from '@backstage/plugin-signals-react';
import { Button, Switch } from '@backstage/ui';
import { useState } from 'react';
import { intelgraphTranslationRef } from '../../translation';
import shared from '../shared/shared.module.css';
import { Timeline } from './useTimeline';

/** Says that there are new facts rather than moving rows under the reader; can be kept quiet. */
export function LiveNote({ timeline }: { timeline: Timeline }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { state, value, reload } = timeline;
  const [isPaused, setPaused] = useState(false);
  const { lastSignal, isSignalsAvailable } = useSignal<{ watermark: number }>(
    'intelgraph',
  );
  // Whoever travels in time looks at what does not change any more.
  if (!isSignalsAvailable || state.knownAt) return null;
  const hasNew =
    !isPaused &&
    value !== undefined &&
    lastSignal !== null &&
    lastSignal.watermark > value.watermark;
  return (
    <>
      <span role="status" className={shared.line}>
        {hasNew && (
          <>
            <span>{t('live.arrived')}</span>
            <Button variant="primary" onPress={reload}>
              {t('live.show')}
            </Button>
          </>
        )}
      </span>
      <Switch
        label={t('live.pause')}
        isSelected={isPaused}
        onChange={setPaused}
      />
    </>
  );
}
