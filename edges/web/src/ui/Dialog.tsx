import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useText } from '../i18n/text.ts'
import { IconButton } from './Button.tsx'
import './dialog.css'

/**
 * A dialog that is open for as long as it is rendered: the address says whether it is. It keeps the focus, gives it back,
 * and makes the rest of the page silent. On a phone it is a page of its own.
 */
export function Dialog({
  title,
  size = 'md',
  onClose,
  footer,
  children,
}: {
  readonly title: string
  /** `tall` keeps its height while what is in it changes, as a search does. */
  readonly size?: 'md' | 'tall' | 'lg'
  readonly onClose: () => void
  readonly footer?: ReactNode
  readonly children: ReactNode
}) {
  const t = useText()
  // What is shown first has to be there before Base UI moves the focus into it.
  const [popup, setPopup] = useState<HTMLElement | null>(null)
  return (
    <Base.Root open onOpenChange={(open) => open || onClose()}>
      <Base.Portal>
        <Base.Backdrop className="dialog-backdrop" />
        <Base.Popup
          ref={setPopup}
          className={`dialog dialog-${size}`}
          initialFocus={() => popup?.querySelector<HTMLElement>('[data-autofocus]') ?? true}
        >
          <header className="dialog-header">
            <Base.Title className="dialog-title">{title}</Base.Title>
            <Base.Close
              render={
                <IconButton label={t.common.close}>
                  <X />
                </IconButton>
              }
            />
          </header>
          <div className="dialog-body">{children}</div>
          {footer !== undefined && <footer className="dialog-footer">{footer}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
