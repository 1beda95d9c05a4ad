import { stringifyEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import { TimelineDefaults } from '../../domain/timelineState';
import { intelgraphTranslationRef } from '../../translation';
import { WithFactPanel } from '../FactPanel/WithFactPanel';
import { useLinks } from '../shared/useTenant';
import { TimelineView } from '../Timeline/TimelineView';
import { useTimeline } from '../Timeline/useTimeline';
import shared from '../shared/shared.module.css';

const DEFAULTS: TimelineDefaults = { range: '30d', depth: 0 };

/** The tab of an entity: its facts, and on demand those of what it is related to. */
export function EntityTimeline() {
  const links = useLinks();
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const timeline = useTimeline(DEFAULTS, entityRef);
  return (
    <WithFactPanel>
      <div className={shared.stack}>
        <div className={shared.line}>
          <Link href={links.graph(entityRef)}>{t('timeline.graph')}</Link>
        </div>
        <TimelineView timeline={timeline} />
      </div>
    </WithFactPanel>
  );
}
