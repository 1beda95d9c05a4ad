import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  TemplateEntityV1beta3,
  TemplateParameterSchema,
} from '@backstage/plugin-scaffolder-common';
import { FieldExtensionOptions } from '@backstage/plugin-scaffolder-react';
import { Form } from '@backstage/plugin-scaffolder-react/alpha';
import { Button } from '@backstage/ui';
import { ErrorState, Panel, Progress } from '@companyos/ui-kit';
import { RJSFValidationError } from '@rjsf/utils';
import { useEffect, useMemo, useRef } from 'react';
import { goldenTemplateOf } from '../../goldenTemplateOf';
import { goldenPathTranslationRef } from '../../translation';
import { answersOf } from './answersOf';
import { formTemplates } from './formTemplates';
import { PreviewPanel } from './PreviewPanel';
import { Review } from './Review';
import { usePreview } from './usePreview';
import { useWizard } from './useWizard';
import { WizardSteps } from './WizardSteps';
import styles from './WizardPage.module.css';

/** Stands in for the name, so that the tree is there before the first answer. */
const SAMPLE_NAME = 'my-service';

/** Questions left, the files they lead to right, then a review. */
export function Wizard(props: {
  templateRef: string;
  entity: TemplateEntityV1beta3;
  manifest: TemplateParameterSchema;
  fields: FieldExtensionOptions[];
}) {
  const { templateRef, entity, manifest, fields } = props;
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const wizard = useWizard({ templateRef, manifest, fields });
  const { steps, activeStep, answers, pending } = wizard;
  const step = steps[activeStep];
  const buttons = wizard.presentation?.buttonLabels;

  const components = useMemo(
    () =>
      Object.fromEntries(
        fields.map(({ name, component }) => [name, component]),
      ),
    [fields],
  );

  const sampleAnswers = Object.fromEntries(
    steps
      .flatMap(({ uiSchema }) => Object.entries(uiSchema))
      .filter(([key, ui]) => ui?.['ui:field'] === 'GoldenName' && !answers[key])
      .map(([key]) => [key, SAMPLE_NAME]),
  );
  const isSample = Object.keys(sampleAnswers).length > 0;
  const preview = usePreview(goldenTemplateOf(entity), {
    ...answers,
    ...sampleAnswers,
  });
  const reviewed = answersOf(steps, answers);
  const titleOf = (path: string) => {
    const key = path.replace(/^\//, '').split('/')[0];
    return reviewed.find(answer => answer.key === key)?.title ?? key;
  };

  // “must match pattern ^[a-z]…” helps nobody; the template's own `errorMessage` stays.
  const wordErrors = (errors: RJSFValidationError[]) =>
    errors.map(error => {
      if (error.name !== 'pattern') {
        return error;
      }
      const key = error.property?.replace(/^\./, '') ?? '';
      const isName = step?.uiSchema[key]?.['ui:field'] === 'GoldenName';
      const message = t(isName ? 'name.rule' : 'wizard.patternError');
      return { ...error, message };
    });

  const heading = useRef<HTMLHeadingElement>(null);
  const shownStep = useRef(activeStep);
  useEffect(() => {
    if (shownStep.current !== activeStep) {
      shownStep.current = activeStep;
      heading.current?.focus();
    }
  }, [activeStep]);

  const titles = [...steps.map(({ title }) => title), t('wizard.review')];
  const nextLabel =
    activeStep === steps.length - 1
      ? buttons?.reviewButtonText ?? t('wizard.toReview')
      : t('wizard.next');
  const backButton = activeStep > 0 && (
    <Button variant="secondary" onPress={wizard.back} isDisabled={!!pending}>
      {buttons?.backButtonText ?? t('wizard.back')}
    </Button>
  );

  const failure = wizard.failure !== undefined && (
    <ErrorState
      title={t(step ? 'wizard.checkFailed' : 'wizard.createFailed')}
      error={wizard.failure}
    />
  );

  return (
    <div className={styles.columns} data-preview={preview ? true : undefined}>
      <div className={styles.questions}>
        <WizardSteps titles={titles} active={activeStep} />
        <h2 ref={heading} tabIndex={-1} className={styles.heading}>
          {titles[activeStep]}
        </h2>
        {step ? (
          <Panel>
            {step.description && (
              <p className={styles.hint}>{step.description}</p>
            )}
            <Form
              key={activeStep}
              EXPERIMENTAL_theme="bui"
              validator={wizard.validator}
              schema={step.schema}
              uiSchema={step.uiSchema}
              formData={answers}
              formContext={{ formData: answers }}
              fields={components}
              templates={formTemplates}
              extraErrors={wizard.errors}
              transformErrors={wordErrors}
              onChange={({ formData }) => wizard.change(formData)}
              onSubmit={({ formData }) => wizard.next(formData)}
              experimental_defaultFormStateBehavior={{
                allOf: 'populateDefaults',
              }}
              showErrorList="top"
              focusOnFirstError
              noHtml5Validate
            >
              <div className={styles.buttons}>
                {backButton}
                <Button type="submit" variant="primary" isDisabled={!!pending}>
                  {nextLabel}
                </Button>
              </div>
            </Form>
            {failure}
            {pending === 'checking' && (
              <Progress label={t('wizard.checking')} />
            )}
          </Panel>
        ) : (
          <>
            <Review
              reviewed={reviewed}
              answers={answers}
              preview={
                preview && preview.problems.length === 0 && !preview.error
                  ? preview.preview
                  : undefined
              }
            />
            {failure}
            <div className={styles.buttons}>
              {backButton}
              <Button
                variant="primary"
                isDisabled={!!pending}
                onPress={wizard.create}
              >
                {buttons?.createButtonText ??
                  t('wizard.create', { type: entity.spec.type })}
              </Button>
            </div>
            {pending === 'creating' && (
              <Progress label={t('wizard.creating')} />
            )}
          </>
        )}
      </div>
      {preview && (
        <PreviewPanel
          state={preview}
          titleOf={titleOf}
          sampleName={isSample ? SAMPLE_NAME : undefined}
        />
      )}
    </div>
  );
}
