export {
  useConnection,
  useConversation,
  useConversations,
  usePerson,
  usePresence,
  useReceipts,
  useTyping,
} from './hooks.js'
export { ParleyProvider, useParley } from './provider.js'
export { useReadable } from './readable.js'
export { useSendState } from './send-state.js'
export { type TimelineView, useTimeline } from './timeline.js'
