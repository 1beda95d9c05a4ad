import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Link } from '@backstage/ui';
import { Source } from '@companyos/plugin-intelgraph-common';
import {
  Ago,
  Digest,
  Drawer,
  ErrorState,
  FactList,
  StatePill,
} from '@companyos/ui-kit';
import { intelgraphTranslationRef } from '../../translation';
import { Part } from '../FactPanel/Part';
import shared from '../shared/shared.module.css';
import { useAction } from '../shared/useAction';
import { useIntelGraph, useLinks } from '../shared/useTenant';
import { Verified } from '../shared/Verified';
import { Rejects } from './Rejects';
import { sourceState } from './sourceState';

/** One source: how it stands, its chain, what was refused of it. */
export function SourceDrawer({
  source,
  onClose,
}: {
  source: Source | undefined;
  onClose: () => void;
}) {
  return (
    <Drawer
      title={source?.source ?? ''}
      isOpen={source !== undefined}
      onOpenChange={onClose}
    >
      {source && <Content source={source} />}
    </Drawer>
  );
}

function Content({ source }: { source: Source }) {
  const links = useLinks();
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const api = useIntelGraph();
  const { run, isRunning, result, error } = useAction(() =>
    api.verifySource(source.id),
  );
  return (
    <div className={shared.stack}>
      <FactList
        facts={[
          {
            label: t('sources.columns.status'),
            value: (
              <StatePill state={sourceState[source.status]}>
                {t(`sources.status.${source.status}`)}
              </StatePill>
            ),
          },
          { label: t('sources.columns.reason'), value: source.statusReason },
          {
            label: t('sources.firstSeen'),
            value: <Ago time={source.firstSeenAt} />,
          },
          {
            label: t('sources.columns.lastSeen'),
            value: <Ago time={source.lastSeenAt} />,
          },
          ...(source.lastOccurredAt
            ? [
                {
                  label: t('sources.lastOccurred'),
                  value: <Ago time={source.lastOccurredAt} />,
                },
              ]
            : []),
        ]}
      />
      <Link href={links.timeline({ source: source.source, range: 'all' })}>
        {t('sources.toFacts')}
      </Link>
      <Part title={t('sources.chain')}>
        <FactList
          facts={[
            { label: t('sources.chainLength'), value: source.chainLength },
            ...(source.chainDigest
              ? [
                  {
                    label: t('sources.chainDigest'),
                    value: <Digest value={source.chainDigest} />,
                  },
                ]
              : []),
          ]}
        />
        <div className={shared.line}>
          <Button variant="secondary" isPending={isRunning} onPress={run}>
            {t('sources.verify')}
          </Button>
        </div>
        {error !== undefined && (
          <ErrorState
            title={t('sources.verifyFailed')}
            error={error}
            onRetry={run}
          />
        )}
        {result && (
          <Verified
            result={result}
            words={{
              holds: t('sources.verified'),
              broken: t('sources.broken'),
            }}
          />
        )}
      </Part>
      <Part title={t('sources.rejects')}>
        <Rejects sourceId={source.id} />
      </Part>
    </div>
  );
}
