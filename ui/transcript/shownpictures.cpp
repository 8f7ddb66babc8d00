#include "ui/transcript/shownpictures.h"

#include <algorithm>

namespace throughline::ui {

namespace {

void collect(const markdown::Block &block, QList<QUrl> &urls)
{
    for (const markdown::Run &run : block.runs) {
        const QUrl url =
            run.styles.testFlag(markdown::RunStyle::Image) ? QUrl(run.imageSource, QUrl::StrictMode) : QUrl();
        if (!url.isEmpty() && !urls.contains(url)) {
            urls.append(url);
        }
    }
    for (const markdown::Block &child : block.children) {
        collect(child, urls);
    }
}

} // namespace

QImage ShownPictures::image(const QUrl &url) const
{
    const auto found = std::find_if(
        m_pictures.cbegin(), m_pictures.cend(), [&](const Picture &picture) { return picture.url == url; });
    return found == m_pictures.cend() ? QImage() : found->image;
}

void ShownPictures::add(const QUrl &url, const QImage &image)
{
    remove(url);
    m_pictures.append({url, image});
    if (m_pictures.size() > Most) {
        m_pictures.removeFirst();
    }
}

bool ShownPictures::remove(const QUrl &url)
{
    return m_pictures.removeIf([&](const Picture &picture) { return picture.url == url; }) > 0;
}

QList<QImage> ShownPictures::namedIn(const markdown::Block &block) const
{
    QList<QImage> images;
    if (isEmpty()) {
        return images;
    }
    QList<QUrl> urls;
    collect(block, urls);
    for (const QUrl &url : std::as_const(urls)) {
        if (const QImage known = image(url); !known.isNull()) {
            images.append(known);
        }
    }
    return images;
}

} // namespace throughline::ui
