import { translationApiRef } from '@backstage/frontend-plugin-api';
import { CustomFieldValidator } from '@backstage/plugin-scaffolder-react';
import { goldenPathApiRef } from '../../api/goldenPathApiRef';
import { reasonOf } from '../../reasonOf';
import { goldenPathTranslationRef } from '../../translation';

/**
 * Stops the form where the back end would refuse the name. A check that cannot
 * be made counts as refused: better to try again than to fail in the task.
 */
export const validateGoldenName: CustomFieldValidator<string> = async (
  name,
  validation,
  { apiHolder, formData },
) => {
  const goldenPath = apiHolder.get(goldenPathApiRef);
  const translation = apiHolder
    .get(translationApiRef)
    ?.getTranslation(goldenPathTranslationRef);
  if (!goldenPath || !translation?.ready) {
    throw new Error('The name could not be checked: the page is not ready.');
  }
  const { t } = translation;
  if (!name) {
    validation.addError(t('name.required'));
    return;
  }
  try {
    const owner = typeof formData.owner === 'string' ? formData.owner : '';
    const answer = await goldenPath.nameAvailability({ name, owner });
    for (const { message } of answer.problems) {
      validation.addError(message);
    }
    if (!answer.available && answer.problems.length === 0) {
      validation.addError(t('name.notAvailable'));
    }
  } catch (error) {
    validation.addError(t('name.checkFailed', { reason: reasonOf(error) }));
  }
};
