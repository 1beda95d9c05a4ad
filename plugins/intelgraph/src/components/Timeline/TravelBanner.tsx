import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { formatTime } from '../../domain/formatTime';
import { intelgraphTranslationRef } from '../../translation';
import { Travelled } from '../shared/Travelled';
import { Timeline } from './useTimeline';

/** Which time one has travelled to, and how much was recorded since. */
export function TravelBanner({ timeline }: { timeline: Timeline }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { state, update, value } = timeline;
  const { knownAt, asOf } = state;
  if (!knownAt && !asOf) return null;
  const leftOut = value?.leftOut;
  const sentences = [
    knownAt && t('travel.banner', { time: formatTime.whole(knownAt) }),
    asOf && t('travel.bannerAsOf', { time: formatTime.whole(asOf) }),
    leftOut === 0 && t('travel.leftOutNone'),
    leftOut && t('travel.leftOut', { count: leftOut }),
  ];
  return (
    <Travelled
      text={sentences.filter(Boolean).join(' ')}
      onBack={() => update({ knownAt: undefined, asOf: undefined })}
    />
  );
}
