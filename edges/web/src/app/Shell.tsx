import { useConnection, useConversation, useConversations, useParley } from '@parley/react'
import { useEffect } from 'react'
import { useText } from '../i18n/text.ts'
import { ConversationList } from '../list/ConversationList.tsx'
import { Talk } from '../talk/Talk.tsx'
import { Announcer } from './Announcer.tsx'
import { Banner } from './Banner.tsx'
import { useNarrow } from './narrow.ts'
import { Panels } from './Panels.tsx'
import { Gone, PickOne } from './PickOne.tsx'
import { usePresenceOfPage } from './presence.ts'
import { closePanel, currentRoute, navigate, openPanel, useRoute } from './route.ts'
import { focusComposer, useHotkeys } from './useHotkeys.ts'
import { useLasting } from './useLasting.ts'
import './shell.css'

/**
 * List, conversation and details: side by side where there is room, else one above the other. All three stay in the
 * document, so that going back finds the list where it was; what is covered is `inert` by CSS's `visibility`.
 */
export function Shell() {
  const t = useText()
  const { conversationId, panel } = useRoute()
  useHotkeys()
  usePresenceOfPage()
  useTitleOfPage()
  useLeaveGone(conversationId)
  const view = conversationId === undefined ? 'list' : panel === 'details' ? 'details' : 'talk'
  return (
    <div className="shell" data-view={view}>
      <button type="button" className="skip" onClick={focusComposer}>
        {t.common.skip}
      </button>
      <Banner />
      <div className="panes">
        <nav className="pane pane-list" aria-label={t.list.name}>
          <ConversationList selected={conversationId} />
        </nav>
        <main className="pane pane-talk">
          {conversationId === undefined ? <PickOne /> : <Open key={conversationId} conversationId={conversationId} />}
        </main>
        <Panels conversationId={conversationId} panel={panel} />
      </div>
      <Announcer open={conversationId} />
    </div>
  )
}

function Open({ conversationId }: { readonly conversationId: string }) {
  const narrow = useNarrow()
  const missing = useConversation(conversationId) === undefined
  const online = useConnection().state === 'online'
  // Until the server has spoken, one that isn't known here may still be there: one just begun, or opened by a notification.
  return useLasting(missing && online, 3000) ? (
    <Gone />
  ) : (
    <Talk
      conversationId={conversationId}
      {...(narrow ? { onBack: () => navigate({}) } : {})}
      onDetails={() => (currentRoute().panel === 'details' ? closePanel() : openPanel('details'))}
    />
  )
}

function useTitleOfPage(): void {
  const t = useText()
  const unread = useConversations().reduce((sum, conversation) => sum + conversation.unread, 0)
  useEffect(() => {
    document.title = t.shell.title(unread)
  }, [t, unread])
}

/** Whoever leaves a group, or is removed, has no details of it to look at. */
function useLeaveGone(conversationId: string | undefined): void {
  const client = useParley()
  useEffect(
    () => client.on('removed', ({ conversation_id: gone }) => gone === conversationId && closePanel()),
    [client, conversationId],
  )
}
