import { MTableHeader } from '@material-table/core';

/**
 * Stock tables nest a sort button in a drag handle that has no name. Nobody moves columns;
 * without the handle the header is one button that a screen reader can tell.
 */
Object.assign(MTableHeader, { defaultProps: { draggable: false } });
