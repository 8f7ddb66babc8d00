#pragma once

#include "ui/settings/settingsparts.h"
#include "workspace/presets.h"

#include <QJsonObject>

class QPlainTextEdit;

namespace throughline::ui {

/// How the model is to answer in one conversation: system prompt, temperature, top-p, longest reply, seed and
/// where to stop, and presets of these. What is empty is left to the model. Every change acts when its field
/// is left; what is no number that can be used says so and changes nothing.
class ConversationSettings final : public QWidget
{
    Q_OBJECT

public:
    /// \a presets must outlive this.
    ConversationSettings(
        workspace::Presets &presets, const Appearance &appearance, QWidget *parent = nullptr);

    /// Members that have no field here are kept as they are.
    void setSettings(const QJsonObject &settings);
    /// Says what is still only typed.
    void finish();

Q_SIGNALS:
    void settingsChanged(const QJsonObject &settings);
    void closeRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fill(const QJsonObject &settings);
    bool take();
    void showPresets();
    void restyle();

    workspace::Presets &m_presets;
    const Appearance &m_appearance;
    QWidget *m_presetRow;
    Field *m_presetName;
    PushButton *m_savePreset;
    QPlainTextEdit *m_prompt;
    Field *m_temperature;
    Field *m_topP;
    Field *m_maxTokens;
    Field *m_seed;
    Field *m_stop;
    Label *m_problem;
    PushButton *m_done;
    QJsonObject m_settings;
};

} // namespace throughline::ui
