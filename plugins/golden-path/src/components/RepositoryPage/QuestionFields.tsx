import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { NumberField, Select, TextField } from '@backstage/ui';
import { goldenPathTranslationRef } from '../../translation';
import {
  choicesOf,
  kindOf,
  numberOf,
  problemOf,
  textOf,
  type Answers,
  type Question,
} from './questions';
import styles from './RepositoryPage.module.css';

const YES = 'yes';
const NO = 'no';

const yesNoOf = (answer: Answers[string]) => (answer === true ? YES : NO);

function QuestionField(props: {
  question: Question;
  answer: Answers[string] | undefined;
  onAnswer: (answer: Answers[string] | undefined) => void;
}) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const { question, answer, onAnswer } = props;
  const label = textOf(question, 'title') ?? question.name;
  const field = {
    label,
    description: textOf(question, 'description'),
    isRequired: true,
  };

  switch (kindOf(question)) {
    case 'choice':
      return (
        <Select
          {...field}
          options={(choicesOf(question) ?? []).map(value => ({
            value,
            label: value,
          }))}
          value={typeof answer === 'string' ? answer : null}
          onChange={value => onAnswer(value === null ? undefined : `${value}`)}
        />
      );
    case 'yesNo':
      return (
        <Select
          {...field}
          options={[
            { value: YES, label: t('repository.yes') },
            { value: NO, label: t('repository.no') },
          ]}
          value={answer === undefined ? null : yesNoOf(answer)}
          onChange={value =>
            onAnswer(value === null ? undefined : value === YES)
          }
        />
      );
    case 'number':
      return (
        <NumberField
          {...field}
          minValue={numberOf(question, 'minimum')}
          maxValue={numberOf(question, 'maximum')}
          step={question.schema.type === 'integer' ? 1 : undefined}
          value={typeof answer === 'number' ? answer : NaN}
          onChange={value =>
            onAnswer(Number.isFinite(value) ? value : undefined)
          }
        />
      );
    case 'text': {
      const isWrong = problemOf(question, answer) === 'pattern';
      return (
        <div className={styles.field}>
          <TextField
            {...field}
            maxLength={numberOf(question, 'maxLength')}
            isInvalid={isWrong}
            value={typeof answer === 'string' ? answer : ''}
            onChange={onAnswer}
          />
          {isWrong && (
            <p className={styles.problem} role="alert">
              {textOf(question, 'errorMessage') ??
                t('repository.patternWrong', { label })}
            </p>
          )}
        </div>
      );
    }
    default:
      return <p>{t('repository.notHere', { label })}</p>;
  }
}

/** Asks what a new version needs to know and the repository has no answer to. */
export function QuestionFields(props: {
  questions: Question[];
  answers: Answers;
  onChange: (answers: Answers) => void;
}) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const { questions, answers, onChange } = props;
  return (
    <div className={styles.form}>
      <h3 className={styles.subtitle}>{t('repository.questions')}</h3>
      <p className={styles.text}>{t('repository.questionsText')}</p>
      {questions.map(question => (
        <QuestionField
          key={question.name}
          question={question}
          answer={answers[question.name]}
          onAnswer={answer => {
            const next = new Map(Object.entries(answers));
            if (answer === undefined) next.delete(question.name);
            else next.set(question.name, answer);
            onChange(Object.fromEntries(next));
          }}
        />
      ))}
    </div>
  );
}
