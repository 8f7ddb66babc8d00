#pragma once

#include "ui/settings/settingsparts.h"
#include "workspace/structuresettings.h"

namespace throughline::ui {

/// When structure is looked for, and how often a server is asked what was found. Acts at once.
class StructurePage final : public SettingsPage
{
    Q_OBJECT

public:
    /// \a structure must outlive this.
    StructurePage(workspace::StructureSettings &structure, const Appearance &appearance, QWidget *parent);

protected:
    void hideEvent(QHideEvent *event) override;

private:
    void take();
    void showState();

    workspace::StructureSettings &m_structure;
    Choices *m_looking;
    Panel *m_batch;
    Field *m_characters;
    Field *m_messages;
    Label *m_about;
    Choices *m_asking;
    Label *m_often;
};

} // namespace throughline::ui
