import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Render a service into the root of the workspace',
    example: stringify({
      steps: [
        {
          id: 'render',
          name: 'Render the service',
          action: 'companyos:golden:render',
          input: {
            template: 'tiny-service',
            answers: {
              name: 'payment-api',
              owner: 'group:default/payments-team',
            },
          },
        },
      ],
    }),
  },
  {
    description: 'Render one released version, into a folder',
    example: stringify({
      steps: [
        {
          id: 'render',
          name: 'Render the service',
          action: 'companyos:golden:render',
          input: {
            template: 'tiny-service',
            version: '1.0.0',
            targetPath: './service',
            answers: {
              name: 'payment-api',
              owner: 'group:default/payments-team',
              description: 'Takes payments',
            },
          },
        },
      ],
    }),
  },
];
