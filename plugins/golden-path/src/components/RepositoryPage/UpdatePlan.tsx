import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, ButtonLink, Select } from '@backstage/ui';
import type { RepositoryDetail } from '@companyos/plugin-golden-path-common';
import {
  Confirm,
  CopyCommand,
  ErrorState,
  LoadingState,
  Section,
  useLoaded,
} from '@companyos/ui-kit';
import { useCallback, useState } from 'react';
import { goldenPathApiRef } from '../../api/goldenPathApiRef';
import { links, nameOf } from '../../links';
import { useNavigate, useSearchParams } from '../../routing';
import { goldenPathTranslationRef } from '../../translation';
import { DiffView } from '../shared/DiffView';
import { UpdateDenied } from '../shared/UpdateDenied';
import { WithReason } from '../shared/WithReason';
import { newerVersions } from './newerVersions';
import { QuestionFields } from './QuestionFields';
import { kindOf, problemOf, type Answers } from './questions';
import styles from './RepositoryPage.module.css';

/** The version an update goes to: the newest, unless the URL names another. */
function useTarget(repository: RepositoryDetail) {
  const [params, setParams] = useSearchParams();
  const versions = newerVersions(repository);
  const wanted = params.get('to');
  const target =
    versions.find(version => version === wanted) ?? repository.latest ?? '';
  const choose = (version: string) =>
    setParams(
      before => {
        const next = new URLSearchParams(before);
        if (version === repository.latest) next.delete('to');
        else next.set('to', version);
        return next;
      },
      { replace: true },
    );
  return { target, versions, choose };
}

/** What a newer version would change here, what it asks, and the button that opens the update. */
export function UpdatePlan({ repository }: { repository: RepositoryDetail }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const api = useApi(goldenPathApiRef);
  const navigate = useNavigate();
  const { entityRef } = repository;
  const name = nameOf(entityRef);
  const { target, versions, choose } = useTarget(repository);
  const { value, error, reload } = useLoaded(
    useCallback(() => api.preview(entityRef, target), [api, entityRef, target]),
  );
  const [answers, setAnswers] = useState<Answers>({});
  const [isAsking, setIsAsking] = useState(false);

  const open = repository.update;
  const questions = value?.questions ?? [];
  const conflicts = value?.files.filter(file => file.conflict) ?? [];
  let reason: string | undefined;
  if (!repository.mayUpdate) {
    reason = t('denied');
  } else if (questions.some(question => kindOf(question) === 'none')) {
    reason = t('repository.atTerminal');
  } else if (questions.some(one => problemOf(one, answers[one.name]))) {
    reason = t('repository.unanswered');
  }

  const given = Object.fromEntries(
    questions.flatMap(question =>
      answers[question.name] === undefined
        ? []
        : [[question.name, answers[question.name]]],
    ),
  );

  return (
    <Section
      title={t('repository.change', { version: target })}
      actions={
        open ? (
          <ButtonLink href={links.update(open.id)} variant="primary">
            {t('repository.continue')}
          </ButtonLink>
        ) : (
          <WithReason reason={reason}>
            {describedBy => (
              <Button
                variant="primary"
                isDisabled={!value || reason !== undefined}
                aria-describedby={describedBy}
                onPress={() => setIsAsking(true)}
              >
                {t('repository.open', { version: target })}
              </Button>
            )}
          </WithReason>
        )
      }
      description={
        value &&
        [
          value.files.length === 0
            ? t('repository.changeNone')
            : t('repository.changeFiles', { count: value.files.length }),
          conflicts.length > 0 &&
            t('repository.changeConflicts', { count: conflicts.length }),
        ]
          .filter(Boolean)
          .join(' ')
      }
    >
      <div className={styles.stack}>
        {!repository.mayUpdate && !open && (
          <UpdateDenied what={t('repository.deniedUpdate', { name })} />
        )}
        {versions.length > 1 && (
          <div className={styles.form}>
            <Select
              label={t('repository.target')}
              options={versions.map(version => ({
                value: version,
                label: version,
              }))}
              value={target}
              onChange={version => choose(String(version))}
            />
          </div>
        )}
        {error !== undefined && (
          <ErrorState
            title={t('repository.previewFailed')}
            error={error}
            onRetry={reload}
          />
        )}
        {!value && error === undefined && (
          <LoadingState label={t('repository.loadingChange')} shape="lines" />
        )}
        {value && value.notes.length > 0 && (
          <div>
            <h3 className={styles.subtitle}>{t('repository.notes')}</h3>
            <ul className={styles.list}>
              {value.notes.map(({ version, text }) => (
                <li key={`${version} ${text}`}>
                  <span className={styles.mono}>{version}</span> {text}
                </li>
              ))}
            </ul>
          </div>
        )}
        {questions.length > 0 && repository.mayUpdate && !open && (
          <QuestionFields
            questions={questions}
            answers={answers}
            onChange={setAnswers}
          />
        )}
        {value && <DiffView files={value.files} />}
        <CopyCommand
          label={t('repository.terminal')}
          command={`companyos golden update --to ${target}`}
        />
      </div>
      <Confirm
        title={t('repository.confirmTitle', { name, version: target })}
        touches={[
          t('repository.confirmBranch', {
            branch: `companyos/golden-path/${target}`,
            name,
          }),
          ...(repository.host === 'github'
            ? [t('repository.confirmPull')]
            : []),
          t('repository.confirmChecks'),
          t('repository.confirmMain'),
        ]}
        confirmLabel={t('repository.confirmOpen')}
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        onConfirm={async () => {
          const { id } = await api.openUpdate(entityRef, {
            to: target,
            answers: questions.length > 0 ? given : undefined,
          });
          navigate(links.update(id));
        }}
      />
    </Section>
  );
}
