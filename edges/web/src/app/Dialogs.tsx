import { CSPProvider } from '@base-ui/react/csp-provider'
import { AddMembers } from '../people/AddMembers.tsx'
import { NewChat } from '../people/NewChat.tsx'
import { NewGroup } from '../people/NewGroup.tsx'
import { QuickSwitch } from '../people/QuickSwitch.tsx'
import { Settings } from '../settings/Settings.tsx'
import type { Panel } from './route.ts'
import { Shortcuts } from './Shortcuts.tsx'

/** What opens above the conversation, by the address. */
export function Dialogs({
  panel,
  conversationId,
}: {
  readonly panel: Panel
  readonly conversationId: string | undefined
}) {
  return (
    <CSPProvider disableStyleElements>
      {panel === 'new' && <NewChat />}
      {panel === 'group' && <NewGroup />}
      {panel === 'switch' && <QuickSwitch />}
      {panel === 'settings' && <Settings />}
      {panel === 'shortcuts' && <Shortcuts />}
      {panel === 'add' && conversationId !== undefined && <AddMembers conversationId={conversationId} />}
    </CSPProvider>
  )
}
