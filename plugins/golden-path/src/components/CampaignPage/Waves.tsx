import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Campaign,
  MemberStatus,
} from '@companyos/plugin-golden-path-common';
import { DataTable, Section, StatePill, type State } from '@companyos/ui-kit';
import { goldenPathTranslationRef } from '../../translation';
import { wavesOf, type Wave, type WaveState } from './wavesOf';

const STATES: Record<WaveState, State> = {
  waiting: 'unknown',
  running: 'info',
  failed: 'fail',
  done: 'pass',
};

const COUNTED: readonly MemberStatus[] = ['done', 'failed', 'conflicts'];

/** How far each wave is. */
export function Waves({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  return (
    <Section title={t('plan.waves')}>
      <DataTable<Wave>
        label={t('plan.waves')}
        rows={wavesOf(campaign.members)}
        rowKey={({ wave }) => String(wave)}
        columns={[
          {
            id: 'wave',
            title: t('campaignPage.columnWave'),
            isRowHeader: true,
            cell: ({ wave }) => t('campaignPage.waveName', { wave: `${wave}` }),
          },
          {
            id: 'state',
            title: t('campaignPage.columnStatus'),
            cell: ({ state }) => (
              <StatePill state={STATES[state]}>
                {t(`campaignPage.waveState.${state}`)}
              </StatePill>
            ),
          },
          {
            id: 'size',
            title: t('campaignPage.members'),
            align: 'end',
            cell: ({ size }) => size,
          },
          ...COUNTED.map(status => ({
            id: status,
            title: t(`member.${status}`),
            align: 'end' as const,
            cell: ({ counts }: Wave) => counts[status] ?? 0,
          })),
        ]}
      />
    </Section>
  );
}
