import { TextField } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { StatePill } from '@companyos/ui-kit';
import { reasonOf } from '../../reasonOf';
import { goldenPathTranslationRef } from '../../translation';
import { TakenBy } from './TakenBy';
import { useNameAvailability } from './useNameAvailability';
import styles from './GoldenNameField.module.css';

/** Asks for a name and says, while one types, whether it is free. */
export function GoldenNameField(props: FieldExtensionComponentProps<string>) {
  const {
    formData,
    onChange,
    onBlur,
    idSchema,
    schema,
    uiSchema,
    required,
    disabled,
    readonly,
    rawErrors = [],
    formContext,
    autofocus,
    name: key,
  } = props;
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const name = formData ?? '';
  const owner: unknown = formContext?.formData?.owner;
  const availability = useNameAvailability(
    name,
    typeof owner === 'string' ? owner : undefined,
  );

  // The form repeats what the back end said; once is enough.
  const problems =
    availability?.status === 'ready'
      ? availability.value.problems.filter(
          problem => !rawErrors.includes(problem.message),
        )
      : [];
  const refused =
    availability?.status === 'ready' && !availability.value.available;
  // A name that breaks the rules has no holder to look for.
  const isTaken =
    availability?.status === 'ready' &&
    availability.value.problems.some(({ code }) => code.endsWith('-exists'));
  // Only where the template asks for it.
  const focus = autofocus ? { autoFocus: true } : {};
  const hintId = `${idSchema.$id}__description`;
  const statusId = `${idSchema.$id}__availability`;

  return (
    <div>
      <TextField
        id={idSchema.$id}
        name={key}
        label={uiSchema['ui:title'] ?? schema.title ?? key}
        placeholder={uiSchema['ui:placeholder']}
        autoComplete="off"
        spellCheck="false"
        value={name}
        onChange={value => onChange(value === '' ? undefined : value)}
        onBlur={() => onBlur(idSchema.$id, name)}
        isRequired={required}
        isDisabled={disabled}
        isReadOnly={readonly}
        isInvalid={refused || rawErrors.length > 0}
        validationBehavior="aria"
        {...focus}
        aria-describedby={`${hintId} ${statusId} ${idSchema.$id}__error`}
      />
      <p id={hintId} className={styles.hint}>
        {uiSchema['ui:description'] ?? schema.description ?? t('name.hint')}
      </p>
      <div id={statusId} role="status" className={styles.status}>
        {availability?.status === 'loading' && (
          <StatePill state="info">{t('name.checking')}</StatePill>
        )}
        {availability?.status === 'failed' && (
          <StatePill state="warn">
            {t('name.checkFailed', { reason: reasonOf(availability.error) })}
          </StatePill>
        )}
        {availability?.status === 'ready' && availability.value.available && (
          <StatePill state="pass">{t('name.available')}</StatePill>
        )}
        {refused && (
          <>
            <StatePill state="fail">{t('name.notAvailable')}</StatePill>
            {problems.map(({ code, message }) => (
              <span key={code + message}>{message}</span>
            ))}
            {isTaken && <TakenBy name={name} />}
          </>
        )}
      </div>
    </div>
  );
}
