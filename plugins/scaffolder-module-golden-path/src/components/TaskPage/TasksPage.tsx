import { Route, Routes } from '../../routing';
import { TaskListPage } from './TaskListPage';
import { TaskPage, TemplateOutputs } from './TaskPage';

/** Everything under `/create/tasks`: the list, and the page of each task. */
export function TasksPage(props: { outputs: TemplateOutputs[] }) {
  return (
    <Routes>
      <Route path=":taskId" element={<TaskPage outputs={props.outputs} />} />
      <Route index element={<TaskListPage />} />
    </Routes>
  );
}
