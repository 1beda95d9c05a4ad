import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  CampaignStatus,
  Drift,
  DriftStatus,
  MemberStatus,
  UpdateStatus,
} from '@companyos/plugin-golden-path-common';
import { StatePill, type State } from '@companyos/ui-kit';
import { goldenPathTranslationRef } from '../../translation';

/** The pill of each drift status. */
export const DRIFT_STATES: Record<DriftStatus, State> = {
  current: 'pass',
  outdated: 'warn',
  edited: 'fail',
  tampered: 'fail',
  undecided: 'unknown',
};

/** The pill of each update status. */
export const UPDATE_STATES: Record<UpdateStatus, State> = {
  checking: 'info',
  ready: 'pass',
  failed: 'fail',
  conflicts: 'fail',
  merged: 'pass',
  closed: 'unknown',
};

/** The pill of each campaign status. */
export const CAMPAIGN_STATES: Record<CampaignStatus, State> = {
  draft: 'unknown',
  running: 'info',
  paused: 'warn',
  stopped: 'fail',
  completed: 'pass',
  cancelled: 'unknown',
};

const MEMBER_STATES: Record<MemberStatus, State> = {
  waiting: 'unknown',
  updating: 'info',
  ready: 'pass',
  done: 'pass',
  failed: 'fail',
  conflicts: 'fail',
  skipped: 'waived',
};

/** Where a repository stands, in words; how far behind, where it is. */
export function DriftPill({ drift }: { drift: Drift }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const behind = t('behind', { count: drift.behind });
  const word = t(`drift.${drift.status}`);
  const text =
    drift.status === 'outdated'
      ? behind.charAt(0).toUpperCase() + behind.slice(1)
      : `${word}${drift.behind > 0 ? `, ${behind}` : ''}`;
  return <StatePill state={DRIFT_STATES[drift.status]}>{text}</StatePill>;
}

export function UpdatePill({ status }: { status: UpdateStatus }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  return (
    <StatePill state={UPDATE_STATES[status]}>{t(`update.${status}`)}</StatePill>
  );
}

export function CampaignPill({ status }: { status: CampaignStatus }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  return (
    <StatePill state={CAMPAIGN_STATES[status]}>
      {t(`campaign.${status}`)}
    </StatePill>
  );
}

export function MemberPill({ status }: { status: MemberStatus }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  return (
    <StatePill state={MEMBER_STATES[status]}>{t(`member.${status}`)}</StatePill>
  );
}
