/** All that a page needs for one conversation: open it in several tabs, they share one socket. */
import { openAccounts, openClient } from '@parley/client'

const server = location.origin
const accounts = openAccounts(server)
const account = (await accounts.restore()) ?? (await accounts.login(prompt('Username') ?? '', prompt('Password') ?? ''))
const client = await openClient({ server, ...account })

const { conversation_id } = await client.api.direct(prompt('With whom?') ?? '')
const timeline = client.timeline(conversation_id)
const list = document.body.appendChild(document.createElement('ul'))
const line = document.body.appendChild(document.createElement('input'))

function show(): void {
  const { messages, outgoing } = timeline.get()
  const lines = [
    ...messages.map(({ from, text }) => `${client.person(from).get().display_name}: ${text ?? ''}`),
    ...outgoing.map(({ text, state }) => `… ${text ?? ''} (${state})`),
  ]
  list.replaceChildren(...lines.map((text) => Object.assign(document.createElement('li'), { textContent: text })))
}

timeline.subscribe(show)
show()
line.addEventListener('change', () => {
  void client.send(conversation_id, { text: line.value })
  line.value = ''
})
