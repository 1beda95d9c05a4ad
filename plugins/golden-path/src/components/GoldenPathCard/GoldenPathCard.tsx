import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { ButtonLink, Link } from '@backstage/ui';
import {
  Ago,
  ErrorState,
  FactList,
  LoadingState,
  Panel,
  useLoaded,
} from '@companyos/ui-kit';
import { useCallback } from 'react';
import { goldenPathApiRef } from '../../api/goldenPathApiRef';
import { links } from '../../links';
import { goldenPathTranslationRef } from '../../translation';
import { errorStatus } from '../shared/errorStatus';
import { DriftPill, UpdatePill } from '../shared/pills';

const REFRESH_MS = 30_000;

/** On the component's overview: which version it was made from, and how it stands to the newest. */
export function GoldenPathCard() {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const api = useApi(goldenPathApiRef);
  const { value, error, reload } = useLoaded(
    useCallback(() => api.repository(entityRef), [api, entityRef]),
    REFRESH_MS,
  );
  return (
    <Panel
      title={t('card.title')}
      footer={
        value && (
          <ButtonLink href={links.repository(entityRef)} variant="secondary">
            {t(value.drift.behind > 0 ? 'card.seeDiff' : 'card.details')}
          </ButtonLink>
        )
      }
    >
      {!value && error === undefined && (
        <LoadingState label={t('loading')} shape="lines" />
      )}
      {!value &&
        error !== undefined &&
        (errorStatus(error) === 404 ? (
          <p>{t('card.unknown')}</p>
        ) : (
          <ErrorState title={t('failed')} error={error} onRetry={reload} />
        ))}
      {value && (
        <FactList
          facts={[
            {
              label: t('card.state'),
              value: <DriftPill drift={value.drift} />,
            },
            {
              label: t('card.template'),
              value: `${value.template} ${value.version}`,
            },
            ...(value.update
              ? [
                  {
                    label: t('fleet.columnUpdate'),
                    value: (
                      <Link href={links.update(value.update.id)}>
                        <UpdatePill status={value.update.status} />
                      </Link>
                    ),
                  },
                ]
              : []),
            ...(value.drift.edited.length > 0
              ? [
                  {
                    label: t('card.edited'),
                    value: value.drift.edited.length,
                  },
                ]
              : []),
            {
              label: t('fleet.columnChecked'),
              value: <Ago time={value.checkedAt} />,
            },
          ]}
        />
      )}
    </Panel>
  );
}
