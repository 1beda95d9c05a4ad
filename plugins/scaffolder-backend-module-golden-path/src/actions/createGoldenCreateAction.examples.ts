import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Create a service from a golden-path template',
    example: stringify({
      steps: [
        {
          id: 'create',
          name: 'Create the service',
          action: 'companyos:golden:create',
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
];
