#pragma once

#include "markdown/block.h"

#include <QImage>
#include <QList>
#include <QUrl>

namespace throughline::ui {

/// The pictures that a person has asked for, by address: the newest few, in memory only. GUI thread.
class ShownPictures
{
public:
    static constexpr qsizetype Most = 8;

    bool isEmpty() const { return m_pictures.isEmpty(); }
    QImage image(const QUrl &url) const; ///< null: none
    void add(const QUrl &url, const QImage &image);
    bool remove(const QUrl &url);
    void clear() { m_pictures.clear(); }

    /// Those that \a block names, in its order, each once.
    QList<QImage> namedIn(const markdown::Block &block) const;

private:
    struct Picture
    {
        QUrl url;
        QImage image;
    };
    QList<Picture> m_pictures; ///< the newest last
};

/// A picture below the block that names it, in the row's coordinates.
struct PlacedPicture
{
    QImage image;
    QRect rect;
};

} // namespace throughline::ui
