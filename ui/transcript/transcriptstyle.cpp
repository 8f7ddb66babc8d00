#include "ui/transcript/transcriptstyle.h"

namespace throughline::ui {

TranscriptStyle TranscriptStyle::from(const Theme &theme)
{
    TranscriptStyle style;
    style.theme = theme;
    style.caption = theme.font(TextStyle::Caption);
    style.noticeTitle = theme.font(TextStyle::BodyStrong);
    style.noticeText = theme.font(TextStyle::Body);
    style.headline = theme.font(TextStyle::Headline);

    markdown::MarkdownStyle &reply = style.reply;
    reply.body = theme.font(TextStyle::Chat);
    reply.code = theme.font(TextStyle::Code);
    reply.bodyPixels = 15 * theme.textScale;
    reply.scale = theme.textScale;
    reply.lineHeight = theme.lineHeight(TextStyle::Chat);
    reply.codeLineHeight = theme.lineHeight(TextStyle::Code);
    reply.text = theme.colors.text;
    reply.muted = theme.colors.muted;
    reply.link = theme.colors.accent;
    reply.sunken = theme.colors.sunken;
    reply.border = theme.colors.border;
    reply.accent = theme.colors.accent;
    reply.onAccent = theme.colors.onAccent;
    reply.codeColors = {theme.colors.codeComment, theme.colors.codeString, theme.colors.codeNumber,
        theme.colors.codeKeyword, theme.colors.codeType, theme.colors.codeMeta, theme.colors.codeAdded,
        theme.colors.codeRemoved};
    style.user = reply;
    style.thoughts = reply;
    style.thoughts.body = theme.font(TextStyle::Body);
    style.thoughts.bodyPixels = 13 * theme.textScale;
    style.thoughts.lineHeight = theme.lineHeight(TextStyle::Body);
    style.thoughts.text = theme.colors.muted;
    return style;
}

} // namespace throughline::ui
