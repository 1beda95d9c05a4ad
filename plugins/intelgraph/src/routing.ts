// The one place that knows the router, so that another one changes one file.
export { Route, Routes, useLocation, useSearchParams } from 'react-router-dom';
