import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonLink } from '@backstage/ui';
import { Page, PageHeader } from '@companyos/ui-kit';
import { TimelineDefaults } from '../../domain/timelineState';
import { intelgraphTranslationRef } from '../../translation';
import { WithFactPanel } from '../FactPanel/WithFactPanel';
import { TenantChoice } from '../shared/TenantChoice';
import { useLinks } from '../shared/useTenant';
import { TimelineView } from '../Timeline/TimelineView';
import { useTimeline } from '../Timeline/useTimeline';

const DEFAULTS: TimelineDefaults = { range: '24h', depth: 0 };

/** `/timeline`: all facts one may see. */
export function TimelinePage() {
  const links = useLinks();
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const timeline = useTimeline(DEFAULTS);
  const { entity, knownAt, asOf } = timeline.state;
  return (
    <WithFactPanel>
      <Page>
        <PageHeader
          kind={t('timeline.kind')}
          title={t('timeline.title')}
          asOf={timeline.value?.loadedAt}
          onRefresh={timeline.reload}
          actions={
            <>
              <ButtonLink
                href={links.graph(entity, { knownAt, asOf })}
                variant="secondary"
              >
                {t('timeline.graph')}
              </ButtonLink>
              <ButtonLink href={links.sources} variant="secondary">
                {t('timeline.sources')}
              </ButtonLink>
            </>
          }
        />
        <TenantChoice />
        <TimelineView timeline={timeline} />
      </Page>
    </WithFactPanel>
  );
}
