import { useParley } from '@parley/react'
import { useEffect } from 'react'
import { type Hotkey, hotkeyOf, isWriting, neighbour } from './hotkeys.ts'
import { preferences } from './preferences.ts'
import { closePanel, currentRoute, navigate, openPanel } from './route.ts'

/** The keys that work everywhere. A dialog that is open has the keyboard to itself. */
export function useHotkeys(): void {
  const client = useParley()
  useEffect(() => {
    function go(step: 1 | -1, unreadOnly: boolean) {
      const next = neighbour(client.conversations.get(), currentRoute().conversationId, step, unreadOnly)
      if (next !== undefined) navigate({ conversationId: next.conversation_id })
    }

    /** @returns whether there was anything to do */
    function act(hotkey: Hotkey): boolean {
      switch (hotkey) {
        case 'switch':
          openPanel('switch')
          return true
        case 'new':
          openPanel('new')
          return true
        case 'help':
          openPanel('shortcuts')
          return true
        case 'next':
        case 'nextUnread':
          go(1, hotkey === 'nextUnread')
          return true
        case 'previous':
        case 'previousUnread':
          go(-1, hotkey === 'previousUnread')
          return true
        case 'composer':
          return focusComposer()
        case 'close':
          return close()
      }
    }

    function close(): boolean {
      const { panel, conversationId } = currentRoute()
      if (panel !== undefined) closePanel()
      else if (conversationId !== undefined) navigate({})
      else return false
      return true
    }

    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.isComposing) return
      if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null) return
      const hotkey = hotkeyOf(event, isWriting(event.target), preferences().singleKeys)
      if (hotkey !== undefined && act(hotkey)) event.preventDefault()
    }

    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [client])
}

/** The composer marks itself, so that the shell need not know how it is made. */
export function focusComposer(): boolean {
  const composer = document.querySelector<HTMLElement>('[data-composer]')
  composer?.focus()
  return composer !== null
}
