import { Talk } from '../talk/Talk.tsx'
import { useRoute } from './route.ts'

export function App() {
  const route = useRoute()
  return route.conversationId === undefined ? <main>Parley</main> : <Talk conversationId={route.conversationId} />
}
