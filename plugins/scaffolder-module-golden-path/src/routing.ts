// All contact with the router library, so that a change of router touches one file.
export {
  Route,
  Routes,
  useNavigate,
  useParams,
  useSearchParams,
} from 'react-router-dom';
