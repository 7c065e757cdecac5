import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { connect } from './app/connect.ts'
import { answerWorker, followSession } from './push/page.ts'
import { startWorker } from './push/worker.ts'
import './style/index.css'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
const session = connect(window.location.origin)
answerWorker()
followSession(session)
createRoot(root).render(
  <StrictMode>
    <App session={session} />
  </StrictMode>,
)
startWorker()
