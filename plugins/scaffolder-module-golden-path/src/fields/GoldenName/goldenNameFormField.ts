import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { GoldenNameField } from './GoldenNameField';
import { validateGoldenName } from './validateGoldenName';

/** `ui:field: GoldenName`, for the name of something that a golden path creates. */
export const goldenNameFormField = createFormField({
  name: 'GoldenName',
  component: GoldenNameField,
  validation: validateGoldenName,
});
