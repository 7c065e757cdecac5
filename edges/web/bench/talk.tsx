import { ParleyProvider } from '@parley/react'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { english, LocaleProvider } from '../src/i18n/text.ts'
import '../src/style/index.css'
import { Talk } from '../src/talk/Talk.tsx'
import { direct, group, harm, many, textOf } from './scenes.ts'
import { idOf, scripted } from './scripted.ts'

/**
 * The conversation pane alone, for the eye and for `bench/talk.mjs`: `?scene=group|direct|harm|many`, with `messages`,
 * `window`, `theme` and `dir`. `window.bench.receive()` lets a message come.
 */
const query = new URLSearchParams(location.search)
const count = Number(query.get('messages') ?? 1000)
const window_ = query.has('window') ? Number(query.get('window')) : undefined
const scene = query.get('scene')
const script =
  scene === 'group' ? group() : scene === 'direct' ? direct() : scene === 'harm' ? harm() : many(count, window_)
const dir = query.get('dir') === 'rtl' ? 'rtl' : 'ltr'
document.documentElement.dir = dir
document.documentElement.dataset['theme'] = query.get('theme') ?? 'light'

const { client, receive, state } = scripted(script)
let last = script.messages.length
const bench = {
  receive: () => {
    last++
    receive({
      conversation_id: 'c-1',
      message_id: idOf(last),
      seq: last,
      from: 'ann',
      text: textOf(last),
      server_ts: Date.now(),
    })
  },
  state,
}
declare global {
  interface Window {
    bench: typeof bench
  }
}
window.bench = bench

const root = document.getElementById('root')
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <LocaleProvider value={{ ...english, dir }}>
        <ParleyProvider client={client}>
          <Talk conversationId="c-1" onBack={() => undefined} onDetails={() => undefined} />
        </ParleyProvider>
      </LocaleProvider>
    </StrictMode>,
  )
}
