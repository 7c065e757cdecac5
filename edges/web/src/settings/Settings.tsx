import { useParley, usePerson } from '@parley/react'
import { Keyboard } from 'lucide-react'
import type { ReactNode } from 'react'
import { useId } from 'react'
import { closePanel, openPanel } from '../app/route.ts'
import { useText } from '../i18n/text.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Appearance } from './Appearance.tsx'
import { Devices } from './Devices.tsx'
import { Notifications } from './Notifications.tsx'
import { SignOut } from './SignOut.tsx'
import './settings.css'

export function Settings() {
  const t = useText()
  const { userId } = useParley()
  const me = usePerson(userId)
  return (
    <Dialog title={t.settings.title} size="lg" onClose={closePanel}>
      <div className="settings">
        <section className="settings-me" aria-label={t.settings.account}>
          <Avatar id={userId} name={me.display_name} size="lg" />
          <div className="option-words">
            <span className="settings-name">
              <bdi>{me.display_name}</bdi>
            </span>
            <span className="option-note">
              <bdi>@{userId}</bdi> · <bdi>{window.location.host}</bdi>
            </span>
          </div>
          <SignOut />
        </section>
        <Section title={t.settings.appearance}>
          <Appearance />
        </Section>
        <Section title={t.settings.notifications}>
          <Notifications />
        </Section>
        <Section title={t.settings.devices}>
          <Devices />
        </Section>
        <footer className="settings-foot">
          <Button kind="plain" onClick={() => openPanel('shortcuts')}>
            <Keyboard size={18} aria-hidden="true" />
            {t.settings.shortcuts}
          </Button>
          <p>{t.settings.about}</p>
        </footer>
      </div>
    </Dialog>
  )
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId()
  return (
    <section className="settings-section" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <div className="settings-card">{children}</div>
    </section>
  )
}
