import { useText } from '../i18n/text.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { alt, command } from './keyboard.ts'
import { usePreferences } from './preferences.ts'
import { closePanel } from './route.ts'
import './shortcuts.css'

export function Shortcuts() {
  const t = useText()
  const { shortcuts } = t
  const { singleKeys } = usePreferences()
  const rows: readonly (readonly [string, readonly string[]])[] = [
    [shortcuts.switch, [command, 'K']],
    [shortcuts.next, [alt, '↓']],
    [shortcuts.previous, [alt, '↑']],
    [shortcuts.nextUnread, [alt, '⇧', '↓']],
    [shortcuts.previousUnread, [alt, '⇧', '↑']],
    [shortcuts.close, ['Esc']],
    ...(singleKeys
      ? ([
          [shortcuts.newChat, ['N']],
          [shortcuts.composer, ['/']],
          [shortcuts.help, ['?']],
        ] as const)
      : []),
  ]
  return (
    <Dialog title={shortcuts.title} onClose={closePanel}>
      <dl className="keys">
        {rows.map(([words, keys]) => (
          <div key={words} className="keys-row">
            <dt>{words}</dt>
            <dd dir="ltr">
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
