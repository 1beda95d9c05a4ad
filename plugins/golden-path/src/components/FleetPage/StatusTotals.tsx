import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ToggleButton } from '@backstage/ui';
import type {
  DriftStatus,
  FleetTotals,
} from '@companyos/plugin-golden-path-common';
import { goldenPathTranslationRef } from '../../translation';
import styles from './FleetPage.module.css';

const STATUSES: DriftStatus[] = [
  'current',
  'outdated',
  'edited',
  'tampered',
  'undecided',
];

/** How many repositories are in each status; a press narrows the fleet to it, another widens it again. */
export function StatusTotals(props: {
  totals: FleetTotals;
  status: DriftStatus | undefined;
  onChange: (status: DriftStatus | undefined) => void;
}) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const { totals, status, onChange } = props;
  return (
    <div role="group" aria-label={t('fleet.status')} className={styles.totals}>
      {STATUSES.map(one => (
        <ToggleButton
          key={one}
          isSelected={one === status}
          onChange={isSelected => onChange(isSelected ? one : undefined)}
        >
          {t('fleet.statusCount', {
            status: t(`drift.${one}`),
            repositories: String(totals.byStatus[one]),
          })}
        </ToggleButton>
      ))}
    </div>
  );
}
