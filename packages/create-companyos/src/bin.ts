import { runCreate, runProcess } from '@companyos/cli';
import { version } from '../package.json';

runProcess((argv, context) => runCreate(argv, context, version));
