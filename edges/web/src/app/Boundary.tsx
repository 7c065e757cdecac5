import { Component, type ReactNode } from 'react'
import { useText } from '../i18n/text.ts'
import { Button } from '../ui/Button.tsx'
import './boundary.css'

interface Inside {
  readonly children: ReactNode
}

/**
 * Around what is loaded on demand: once the server has a newer client, the files of this one are gone. Without it, React
 * would take the whole page away with the part that failed.
 */
export class Boundary extends Component<Inside, { readonly failed: boolean }> {
  override readonly state = { failed: false }

  static getDerivedStateFromError = () => ({ failed: true })

  override render() {
    return this.state.failed ? <NotLoaded /> : this.props.children
  }
}

function NotLoaded() {
  const t = useText()
  return (
    <div className="boundary" role="alert">
      <p>{t.broken.part}</p>
      <Button kind="primary" onClick={() => window.location.reload()}>
        {t.banner.reload}
      </Button>
    </div>
  )
}
