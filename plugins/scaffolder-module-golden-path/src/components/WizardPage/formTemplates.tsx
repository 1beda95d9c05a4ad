import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiErrorWarningLine } from '@remixicon/react';
import {
  descriptionId,
  ErrorListProps,
  errorId,
  FieldErrorProps,
  FieldTemplateProps,
} from '@rjsf/utils';
import { useEffect, useRef } from 'react';
import { goldenPathTranslationRef } from '../../translation';
import styles from './WizardPage.module.css';

/** A field with its hint and errors where `aria-describedby` of the input looks for them. */
function FieldTemplate(props: FieldTemplateProps) {
  const { id, children, displayLabel, hidden, rawDescription, errors, help } =
    props;
  if (hidden) {
    return <div hidden>{children}</div>;
  }
  return (
    <div className={id === 'root' ? undefined : styles.field}>
      {children}
      {displayLabel && rawDescription && (
        <p id={descriptionId(id)} className={styles.hint}>
          {rawDescription}
        </p>
      )}
      {errors}
      {help}
    </div>
  );
}

/** What is wrong with one answer, with a word and an icon beside the colour. */
function FieldErrorTemplate({ errors = [], idSchema }: FieldErrorProps) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  if (errors.length === 0) {
    return null;
  }
  return (
    <ul id={errorId(idSchema)} className={styles.errors}>
      {errors.map(error => (
        <li key={String(error)}>
          <RiErrorWarningLine
            aria-label={t('wizard.errorPrefix')}
            role="img"
            size={16}
          />
          <span>{error}</span>
        </li>
      ))}
    </ul>
  );
}

/** All errors of the page, announced and in view as soon as there are any. */
function ErrorListTemplate({ errors, schema }: ErrorListProps) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const element = useRef<HTMLDivElement>(null);
  const messages = errors.map(({ property = '', message, stack }) => {
    const question = schema.properties?.[property.replace(/^\./, '')];
    const title = typeof question === 'object' ? question.title : undefined;
    return title && message ? `${title}: ${message}` : stack;
  });
  const summary = messages.join();
  useEffect(() => {
    element.current?.scrollIntoView?.({ block: 'nearest' });
  }, [summary]);
  return (
    <div ref={element} role="alert" className={styles.errorList}>
      <strong>{t('wizard.errorsTitle')}</strong>
      <ul>
        {messages.map(message => (
          <li key={message}>{message}</li>
        ))}
      </ul>
    </div>
  );
}

/** What the wizard draws its own way, over the form's Backstage UI theme. */
export const formTemplates = {
  FieldTemplate,
  FieldErrorTemplate,
  ErrorListTemplate,
};
