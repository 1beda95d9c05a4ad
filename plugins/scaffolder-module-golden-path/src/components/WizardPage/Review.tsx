import { parseEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { JsonValue } from '@backstage/types';
import { Digest, FactList, Panel } from '@companyos/ui-kit';
import { ReactNode } from 'react';
import { GoldenPreview } from '../../api/GoldenPathApi';
import { goldenPathTranslationRef } from '../../translation';
import { ReviewedAnswer } from './answersOf';
import { formatSize } from './formatSize';
import styles from './WizardPage.module.css';

/** `group:default/payments-team`, and nothing that merely has a colon. */
const FULL_ENTITY_REF = /^[a-z]+:[\w.-]+\/[\w.-]+$/i;

function Answer({ answer }: { answer: ReviewedAnswer }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const { value, mask } = answer;
  if (mask) {
    return <span aria-label={t('wizard.hidden')}>{mask}</span>;
  }
  if (value === undefined || value === null || value === '') {
    return <span className={styles.absent}>{t('wizard.noAnswer')}</span>;
  }
  if (typeof value === 'boolean') {
    return <span>{t(value ? 'wizard.yes' : 'wizard.no')}</span>;
  }
  if (typeof value === 'string') {
    return FULL_ENTITY_REF.test(value) ? (
      <EntityRefLink entityRef={value} />
    ) : (
      <span className={styles.answer}>{value}</span>
    );
  }
  return (
    <span className={styles.answer}>
      {Array.isArray(value)
        ? value.map(String).join(', ')
        : JSON.stringify(value)}
    </span>
  );
}

function Target(props: {
  answers: Record<string, JsonValue | undefined>;
  preview: GoldenPreview;
}) {
  const { name, owner } = props.answers;
  const { preview } = props;
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const facts: Array<{ label: string; value: ReactNode }> = [];
  if (typeof name === 'string' && typeof owner === 'string') {
    const team = parseEntityRef(owner, {
      defaultKind: 'Group',
      defaultNamespace: 'default',
    });
    facts.push(
      {
        label: t('wizard.repository'),
        value: (
          <span className={styles.mono}>
            {team.name}/{name}
          </span>
        ),
      },
      {
        label: t('wizard.component'),
        value: <span className={styles.mono}>component:default/{name}</span>,
      },
      { label: t('wizard.owner'), value: <EntityRefLink entityRef={team} /> },
    );
  }
  facts.push(
    {
      label: t('wizard.files'),
      value: t('wizard.filesValue', {
        count: preview.files.length,
        size: formatSize(
          preview.files.reduce((sum, file) => sum + file.sizeBytes, 0),
        ),
      }),
    },
    {
      label: t('wizard.template'),
      value: (
        <span className={styles.mono}>
          {preview.template}@{preview.version}
        </span>
      ),
    },
    {
      label: t('wizard.templateDigest'),
      value: <Digest value={preview.templateDigest} />,
    },
  );
  return (
    <Panel title={t('wizard.target')}>
      <FactList facts={facts} />
    </Panel>
  );
}

/** The answers read back, and what they will create. */
export function Review(props: {
  reviewed: ReviewedAnswer[];
  answers: Record<string, JsonValue | undefined>;
  /** Only golden paths know beforehand what they create. */
  preview?: GoldenPreview;
}) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  return (
    <div className={styles.review}>
      <Panel title={t('wizard.yourAnswers')}>
        <FactList
          facts={props.reviewed.map(answer => ({
            label: answer.title,
            value: <Answer answer={answer} />,
          }))}
        />
      </Panel>
      {props.preview && (
        <Target answers={props.answers} preview={props.preview} />
      )}
    </div>
  );
}
