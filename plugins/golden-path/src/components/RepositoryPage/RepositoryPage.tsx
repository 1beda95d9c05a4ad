import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Button, ButtonLink, Link } from '@backstage/ui';
import type { RepositoryDetail } from '@companyos/plugin-golden-path-common';
import {
  Ago,
  Answer,
  FactList,
  LoadingState,
  Page,
  PageHeader,
  Section,
  useLoaded,
} from '@companyos/ui-kit';
import { useCallback, useState } from 'react';
import { goldenPathApiRef } from '../../api/goldenPathApiRef';
import { links, nameOf } from '../../links';
import { useParams } from '../../routing';
import { goldenPathTranslationRef } from '../../translation';
import { FailedState } from '../shared/FailedState';
import { DRIFT_STATES, UpdatePill } from '../shared/pills';
import { DeclaredPatches } from './DeclaredPatches';
import { EditedFiles } from './EditedFiles';
import styles from './RepositoryPage.module.css';
import { UpdatePlan } from './UpdatePlan';
import { Versions } from './Versions';

const REFRESH_MS = 15_000;

function RepositoryAnswer({ repository }: { repository: RepositoryDetail }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const { drift, template } = repository;
  const name = nameOf(repository.entityRef);
  const undeclared = drift.edited.filter(
    ({ patch }) => !patch || patch.expired,
  ).length;
  return (
    <Answer>
      {drift.status === 'tampered' || drift.status === 'undecided'
        ? t(`meaning.${drift.status}`)
        : [
            drift.behind > 0
              ? t('repository.answerBehind', {
                  count: drift.behind,
                  name,
                  template,
                })
              : t('repository.answerCurrent', { name, template }),
            undeclared > 0 &&
              t('repository.answerEdited', { count: undeclared }),
          ]
            .filter(Boolean)
            .join(' ')}
    </Answer>
  );
}

/** One repository: where it stands, what an update would do, and the way to it. */
export function RepositoryPage() {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const { namespace = '', kind = '', name = '' } = useParams();
  const entityRef = stringifyEntityRef({ kind, namespace, name });
  const api = useApi(goldenPathApiRef);
  const { value, error, reload } = useLoaded(
    useCallback(() => api.repository(entityRef), [api, entityRef]),
    REFRESH_MS,
  );
  const [isChecking, setIsChecking] = useState(false);
  const [checkError, setCheckError] = useState<unknown>();

  const check = async () => {
    setIsChecking(true);
    setCheckError(undefined);
    try {
      await api.check(entityRef);
      reload();
    } catch (reason) {
      setCheckError(reason);
    } finally {
      setIsChecking(false);
    }
  };

  return (
    <Page>
      <PageHeader
        kind={t('repository.kind')}
        title={name}
        breadcrumbs={[{ label: t('title'), href: links.fleet }]}
        state={
          value && {
            state: DRIFT_STATES[value.drift.status],
            label: t(`drift.${value.drift.status}`),
          }
        }
        facts={
          value && [
            {
              label: t('card.template'),
              value: (
                <span className={styles.mono}>
                  {value.template}@{value.version}
                </span>
              ),
            },
            {
              label: t('fleet.columnOwner'),
              value: <EntityRefLink entityRef={value.owner} hideIcon />,
            },
          ]
        }
        asOf={value?.checkedAt}
        onRefresh={reload}
        actions={
          <>
            {value && (
              <ButtonLink href={value.repositoryUrl} variant="tertiary">
                {t('repository.source')}
              </ButtonLink>
            )}
            <ButtonLink href={links.entity(entityRef)} variant="secondary">
              {t('repository.component')}
            </ButtonLink>
            <Button
              variant="secondary"
              isDisabled={!value || isChecking}
              isPending={isChecking}
              onPress={check}
            >
              {t('repository.check')}
            </Button>
          </>
        }
      />
      <FailedState
        error={checkError ?? error}
        onRetry={checkError === undefined ? reload : check}
        since={value?.checkedAt}
      />
      {!value && error === undefined && (
        <LoadingState label={t('loading')} shape="page" />
      )}
      {value && (
        <>
          <RepositoryAnswer repository={value} />
          {value.drift.problems.length > 0 && (
            <Section title={t('repository.problems')}>
              <ul className={styles.list}>
                {value.drift.problems.map(problem => (
                  <li key={problem}>{problem}</li>
                ))}
              </ul>
            </Section>
          )}
          {value.drift.edited.length > 0 && (
            <EditedFiles files={value.drift.edited} />
          )}
          {value.drift.patches.length > 0 && (
            <DeclaredPatches patches={value.drift.patches} />
          )}
          {value.drift.behind > 0 && value.latest && (
            // Another commit is another preview.
            <UpdatePlan key={value.commit} repository={value} />
          )}
          <Section title={t('repository.updates')}>
            {value.updates.length === 0 ? (
              <p>{t('repository.updatesNone')}</p>
            ) : (
              <ul className={styles.list}>
                {value.updates.map(update => (
                  <li key={update.id}>
                    <Link href={links.update(update.id)}>
                      {update.from} → {update.to}
                    </Link>{' '}
                    <UpdatePill status={update.status} />{' '}
                    <Ago time={update.createdAt} />
                  </li>
                ))}
              </ul>
            )}
          </Section>
          <Versions template={value.template} versions={value.versions} />
          <Section title={t('repository.answers')}>
            <FactList
              facts={Object.entries(value.answers).map(([label, answer]) => ({
                label,
                value:
                  typeof answer === 'string' ? answer : JSON.stringify(answer),
              }))}
            />
          </Section>
        </>
      )}
    </Page>
  );
}
