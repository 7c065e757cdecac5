import type {
  ConversationSummary,
  Message,
  OutgoingMessage,
  ParleyClient,
  PresenceState,
  ReceiptCursors,
  TimelineState,
} from '@parley/client'
import { Value } from './readable.ts'

export const idOf = (seq: number): string => seq.toString().padStart(13, '0')

export interface Script {
  readonly conversation: ConversationSummary
  readonly messages: readonly Message[]
  readonly outgoing?: readonly OutgoingMessage[]
  readonly typing?: readonly string[]
  readonly receipts?: readonly ReceiptCursors[]
  readonly presence?: PresenceState
  readonly names: Readonly<Record<string, string>>
  /** How many of the messages are there at first; the others come as older pages. */
  readonly window?: number
}

/** A client without a server, of which a page says what it has: for looking at the pane, and for measuring it alone. */
export function scripted(script: Script) {
  let shownFrom = Math.max(0, script.messages.length - (script.window ?? script.messages.length))
  let all = script.messages
  const conversation = new Value<ConversationSummary | undefined>(script.conversation)
  const state = new Value<TimelineState>({
    messages: all.slice(shownFrom),
    outgoing: script.outgoing ?? [],
    hasOlder: shownFrom > 0,
    hasNewer: false,
    loading: null,
    error: null,
  })
  const people = new Map<string, Value<{ user_id: string; display_name: string }>>()
  const typing = new Value<readonly string[]>(script.typing ?? [])
  const receipts = new Value<readonly ReceiptCursors[]>(script.receipts ?? [])
  const presence = new Value<PresenceState | undefined>(script.presence)

  const receive = (message: Message) => {
    all = [...all, message]
    state.set({ ...state.get(), messages: [...state.get().messages, message] })
  }
  const loadOlder = async () => {
    if (state.get().loading !== null || shownFrom === 0) return
    state.set({ ...state.get(), loading: 'older' })
    await new Promise((done) => setTimeout(done, 30))
    shownFrom = Math.max(0, shownFrom - 100)
    state.set({ ...state.get(), messages: all.slice(shownFrom), hasOlder: shownFrom > 0, loading: null })
  }
  const person = (userId: string) => {
    const known = people.get(userId) ?? new Value({ user_id: userId, display_name: script.names[userId] ?? userId })
    people.set(userId, known)
    return known
  }
  const nothing = async () => undefined
  let sent = 0

  const client = {
    userId: 'me',
    deviceId: 'bench',
    api: undefined,
    connection: new Value({ state: 'online' }),
    conversations: new Value([script.conversation]),
    conversation: () => conversation,
    timeline: (conversationId: string) => ({
      conversationId,
      get: () => state.get(),
      subscribe: (listener: () => void) => state.subscribe(listener),
      loadOlder,
      loadNewer: nothing,
      jumpTo: nothing,
      close: () => undefined,
    }),
    typing: () => typing,
    receipts: () => receipts,
    presence: () => presence,
    person,
    send: async (conversation_id: string, body: { text?: string }) => {
      const client_msg_id = `bench-${++sent}`
      const own: OutgoingMessage = { client_msg_id, conversation_id, ...body, created_at: Date.now(), state: 'sending' }
      state.set({ ...state.get(), outgoing: [...state.get().outgoing, own] })
      setTimeout(() => {
        state.set({ ...state.get(), outgoing: state.get().outgoing.filter((one) => one !== own) })
        const seq = (all.at(-1)?.seq ?? 0) + 1
        receive({
          conversation_id,
          message_id: idOf(seq),
          seq,
          from: 'me',
          ...body,
          server_ts: Date.now(),
          client_msg_id,
        })
      }, 200)
      return own
    },
    retry: nothing,
    discard: async () => true,
    markRead: () => undefined,
    setTyping: () => undefined,
    setPresence: () => undefined,
    reconnect: () => undefined,
    on: () => () => undefined,
    close: nothing,
  }
  // The page uses no more of it than is here.
  return { client: client as unknown as ParleyClient, receive, conversation, state }
}
