import { version } from '../package.json';
import { runCli } from './program';
import { runProcess } from './runProcess';

runProcess((argv, context) => runCli(argv, context, version));
