#include "ui/settings/datapage.h"

#include <QAccessible>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QLocale>
#include <QUrl>
#include <QVBoxLayout>

namespace throughline::ui {

QString DataPage::name()
{
    return tr("Data");
}

DataPage::DataPage(workspace::DataKeeper &data, const Appearance &appearance, QWidget *parent)
    : SettingsPage(name(), appearance, parent)
    , m_data(data)
    , m_backups(new SettingsRow(tr("Backups"), appearance, body()))
    , m_backUp(new PushButton(PushButton::Kind::Plain, tr("Back up now"), appearance, m_backups))
    , m_restoring(new SettingsRow(tr("Restore"), appearance, body()))
    , m_restore(new PushButton(PushButton::Kind::Plain, tr("Restore a backup…"), appearance, m_restoring))
    , m_said(new Label(TextStyle::Body, Label::Ink::Danger, appearance, body()))
{
    auto *folder = new SettingsRow(tr("Folder"), appearance, body());
    folder->setCaption(data.folder());
    auto *open = new PushButton(PushButton::Kind::Plain, tr("Open"), appearance, folder);
    open->setAccessibleName(tr("Open the data folder"));
    folder->addControl(open);
    m_backups->addControl(m_backUp);
    m_restoring->setCaption(
        tr("Shows the conversations of a backup. Those that are here now are kept as a file "
           "in the folder, and what you have typed stays."));
    m_restoring->addControl(m_restore);
    wrap(*m_said);
    m_said->hide();
    column()->addWidget(folder);
    column()->addWidget(m_backups);
    column()->addWidget(m_restoring);
    column()->addWidget(m_said);
    connect(open, &QAbstractButton::clicked, this,
        [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_data.folder())); });
    connect(m_backUp, &QAbstractButton::clicked, this, [this] {
        m_backUp->setWaiting(true);
        m_restore->setWaiting(true);
        m_said->hide();
        m_data.backUp();
    });
    connect(&data, &workspace::DataKeeper::backedUp, this, [this](const QString &problem) {
        m_backUp->setWaiting(false);
        m_restore->setWaiting(false);
        if (!problem.isEmpty())
            say(tr("No backup was made. %1").arg(problem), Label::Ink::Danger);
        showNewest();
    });
    connect(m_restore, &QAbstractButton::clicked, this, &DataPage::chooseBackup);
    connect(&data, &workspace::DataKeeper::restored, this, &DataPage::showRestored);
    showNewest();
}

void DataPage::showEvent(QShowEvent *event)
{
    SettingsPage::showEvent(event);
    showNewest();
}

void DataPage::showRestored(workspace::DataKeeper::Outcome outcome, const QString &sentence)
{
    using Outcome = workspace::DataKeeper::Outcome;
    m_backUp->setWaiting(false);
    m_restore->setWaiting(false);
    switch (outcome) {
    case Outcome::Restored:
        say(sentence, Label::Ink::Success);
        break;
    case Outcome::NotRestored:
        say(tr("Nothing was restored. %1").arg(sentence), Label::Ink::Danger);
        break;
    case Outcome::NotOpened:
        say(sentence, Label::Ink::Danger);
        break;
    }
    showNewest();
}

void DataPage::showNewest()
{
    const std::optional<QDateTime> newest = m_data.newestBackup();
    const QString kept = tr("One is made each day, and the last three are kept.");
    m_backups->setCaption(
        newest ? tr("The newest is of %1. %2")
                     .arg(QLocale().toString(newest->toLocalTime(), QLocale::ShortFormat), kept)
               : kept);
}

void DataPage::chooseBackup()
{
    const QDir backups(QDir(m_data.folder()).filePath(QStringLiteral("backups")));
    auto *dialog =
        new QFileDialog(this, tr("Restore a backup"), backups.exists() ? backups.path() : m_data.folder());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters(
        {tr("Backups (%1)").arg(QStringLiteral("*.db")), tr("All files (%1)").arg(QStringLiteral("*"))});
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        m_backUp->setWaiting(true);
        m_restore->setWaiting(true);
        say(tr("The backup is being checked…"), Label::Ink::Muted);
        m_data.restore(path);
    });
    dialog->open();
}

void DataPage::say(const QString &sentence, Label::Ink ink)
{
    m_said->setInk(ink);
    m_said->setText(sentence);
    m_said->setVisible(!sentence.isEmpty());
    QAccessibleEvent event(m_said, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

} // namespace throughline::ui
