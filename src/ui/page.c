#include "config.h"

#include "page.h"

#include <glib/gi18n.h>

#include "check/explain.h"
#include "scroll-to.h"

typedef struct
{
  VfSession *session;
  char *title;
  char *short_title;
  char *next_label;
  gboolean next_plain;
  gboolean complete;
  gboolean busy;
  GtkWidget *scroller;
  AdwClamp *clamp;
} VfPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (VfPage, vf_page, GTK_TYPE_WIDGET)

enum
{
  PROP_SESSION = 1,
  PROP_TITLE,
  PROP_SHORT_TITLE,
  PROP_COMPLETE,
  PROP_BUSY,
  PROP_NEXT_LABEL,
  PROP_CHILD,
  N_PROPS,
};

enum
{
  SIGNAL_TOAST,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static VfPagePrivate *
priv_of (VfPage *self)
{
  return vf_page_get_instance_private (self);
}

/* One column that stays readable on a wide window and scrolls on a low one. */
static void
vf_page_init (VfPage *self)
{
  VfPagePrivate *priv = priv_of (self);

  priv->clamp = ADW_CLAMP (adw_clamp_new ());
  adw_clamp_set_maximum_size (priv->clamp, 640);
  adw_clamp_set_tightening_threshold (priv->clamp, 480);
  /* from GTK 4.10 on only what has a role may have a name, and vf_page_say() gives it one */
  priv->scroller = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (priv->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (priv->scroller), GTK_WIDGET (priv->clamp));
  gtk_widget_set_parent (priv->scroller, GTK_WIDGET (self));
}

static void
vf_page_dispose (GObject *object)
{
  VfPage *self = VF_PAGE (object);
  VfPagePrivate *priv = priv_of (self);

  if (priv->session)
    vf_page_cancel (self);
  g_clear_pointer (&priv->scroller, gtk_widget_unparent);
  priv->clamp = NULL;
  g_clear_object (&priv->session);
  G_OBJECT_CLASS (vf_page_parent_class)->dispose (object);
}

static void
vf_page_finalize (GObject *object)
{
  VfPagePrivate *priv = priv_of (VF_PAGE (object));

  g_free (priv->title);
  g_free (priv->short_title);
  g_free (priv->next_label);
  G_OBJECT_CLASS (vf_page_parent_class)->finalize (object);
}

static void
vf_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  VfPagePrivate *priv = priv_of (VF_PAGE (object));

  switch (id)
    {
    case PROP_SESSION:
      g_value_set_object (value, priv->session);
      break;
    case PROP_TITLE:
      g_value_set_string (value, priv->title);
      break;
    case PROP_SHORT_TITLE:
      g_value_set_string (value, priv->short_title);
      break;
    case PROP_COMPLETE:
      g_value_set_boolean (value, priv->complete);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, priv->busy);
      break;
    case PROP_NEXT_LABEL:
      g_value_set_string (value, priv->next_label);
      break;
    case PROP_CHILD:
      g_value_set_object (value, priv->clamp ? adw_clamp_get_child (priv->clamp) : NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vf_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  VfPage *self = VF_PAGE (object);

  switch (id)
    {
    case PROP_SESSION:
      priv_of (self)->session = g_value_dup_object (value);
      break;
    case PROP_TITLE:
      vf_page_set_title (self, g_value_get_string (value));
      break;
    case PROP_SHORT_TITLE:
      g_free (priv_of (self)->short_title);
      priv_of (self)->short_title = g_value_dup_string (value);
      break;
    case PROP_COMPLETE:
      vf_page_set_complete (self, g_value_get_boolean (value));
      break;
    case PROP_BUSY:
      vf_page_set_busy (self, g_value_get_boolean (value));
      break;
    case PROP_NEXT_LABEL:
      vf_page_set_next_label (self, g_value_get_string (value));
      break;
    case PROP_CHILD:
      vf_page_set_child (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* A page without fields has the keyboard where it goes on, so that a screen reader has something to say.  The window may
 * have been closed while the page waited for something. */
static void
vf_page_focus_next (VfPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *next = root ? gtk_window_get_default_widget (GTK_WINDOW (root)) : NULL;
  GtkWidget *scroller = priv_of (self)->scroller;

  if (!root)
    return;
  if (next && gtk_widget_get_mapped (next) && gtk_widget_is_sensitive (next))
    gtk_widget_grab_focus (next);
  else
    gtk_root_set_focus (root, gtk_widget_get_focusable (scroller) ? scroller : NULL);
}

static void
undo_fix_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  VfPage *self = VF_PAGE (widget);

  if (priv_of (self)->session && vf_session_undo_fix (priv_of (self)->session))
    VF_PAGE_GET_CLASS (self)->retry (self);
  else
    vf_page_toast (self, _("Something else was changed since, so it cannot be undone."), NULL, NULL);
}

static void
vf_page_class_init (VfPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = vf_page_dispose;
  object_class->finalize = vf_page_finalize;
  object_class->get_property = vf_page_get_property;
  object_class->set_property = vf_page_set_property;
  klass->focus_first = vf_page_focus_next;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, VF_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_SHORT_TITLE] = g_param_spec_string ("short-title", NULL, NULL, NULL, flags);
  properties[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, FALSE, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_NEXT_LABEL] = g_param_spec_string ("next-label", NULL, NULL, NULL, flags);
  properties[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* text, (nullable) button, (nullable) detailed action, as vf_page_toast() takes them */
  signals[SIGNAL_TOAST] = g_signal_new ("toast", VF_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "page.undo-fix", NULL, undo_fix_activated);
}

/**
 * vf_page_get_session:
 * @self: a page
 *
 * Returns: (transfer none): the values of the window that the page stands in
 */
VfSession *
vf_page_get_session (VfPage *self)
{
  return priv_of (self)->session;
}

/**
 * vf_page_get_title:
 *
 * Returns: (transfer none) (nullable): translated; also the title of the window
 */
const char *
vf_page_get_title (VfPage *self)
{
  return priv_of (self)->title;
}

/**
 * vf_page_get_short_title:
 *
 * Returns: (transfer none) (nullable): translated; what stands between the buttons at the top of the window, where few
 *   words have room.  It is the title, unless that is too long there, or stands on the page as a heading.
 */
const char *
vf_page_get_short_title (VfPage *self)
{
  VfPagePrivate *priv = priv_of (self);

  return priv->short_title ? priv->short_title : priv->title;
}

/**
 * vf_page_set_title:
 * @title: translated; it is told to those who do not see it
 */
void
vf_page_set_title (VfPage *self, const char *title)
{
  VfPagePrivate *priv = priv_of (self);

  if (g_strcmp0 (priv->title, title) == 0)
    return;
  g_free (priv->title);
  priv->title = g_strdup (title);
  vf_page_say (self, title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

/**
 * vf_page_get_complete:
 *
 * Returns: whether one may go on
 */
gboolean
vf_page_get_complete (VfPage *self)
{
  return priv_of (self)->complete;
}

/**
 * vf_page_set_complete:
 * @complete: whether one may go on
 */
void
vf_page_set_complete (VfPage *self, gboolean complete)
{
  VfPagePrivate *priv = priv_of (self);

  if (priv->complete == !!complete)
    return;
  priv->complete = !!complete;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPLETE]);
}

/**
 * vf_page_get_busy:
 *
 * Returns: whether something runs that Cancel would stop
 */
gboolean
vf_page_get_busy (VfPage *self)
{
  return priv_of (self)->busy;
}

/**
 * vf_page_set_busy:
 * @busy: whether something runs that Cancel would stop
 */
void
vf_page_set_busy (VfPage *self, gboolean busy)
{
  VfPagePrivate *priv = priv_of (self);

  if (priv->busy == !!busy)
    return;
  priv->busy = !!busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

const char *
vf_page_get_next_label (VfPage *self)
{
  return priv_of (self)->next_label;
}

/**
 * vf_page_set_next_label:
 * @label: (nullable): with a mnemonic; %NULL: “Next”, empty: there is no such button here
 */
void
vf_page_set_next_label (VfPage *self, const char *label)
{
  VfPagePrivate *priv = priv_of (self);

  if (g_strcmp0 (priv->next_label, label) == 0)
    return;
  g_free (priv->next_label);
  priv->next_label = g_strdup (label);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NEXT_LABEL]);
}

gboolean
vf_page_get_next_suggested (VfPage *self)
{
  return !priv_of (self)->next_plain;
}

/**
 * vf_page_set_next_suggested:
 * @suggested: %FALSE if nobody should be led to press it without thinking
 */
void
vf_page_set_next_suggested (VfPage *self, gboolean suggested)
{
  VfPagePrivate *priv = priv_of (self);

  if (priv->next_plain == !suggested)
    return;
  priv->next_plain = !suggested;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NEXT_LABEL]);
}

/**
 * vf_page_set_child:
 * @self: a page
 * @child: (nullable): what it shows; templates set the property `child`
 *
 * The page scrolls the child and keeps it to one readable column.
 */
void
vf_page_set_child (VfPage *self, GtkWidget *child)
{
  VfPagePrivate *priv = priv_of (self);

  if (adw_clamp_get_child (priv->clamp) == child)
    return;
  adw_clamp_set_child (priv->clamp, child);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHILD]);
}

/**
 * vf_page_say:
 * @self: a page
 * @text: where the person is, or how what runs there stands
 *
 * Tells it to who has the keyboard on the page and on none of its controls, which is so while something runs: before
 * GTK 4.14 that is the only thing that a screen reader says by itself.
 */
void
vf_page_say (VfPage *self, const char *text)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (priv_of (self)->scroller), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/**
 * vf_page_scroll_to:
 * @self: a page
 * @widget: something on it, which may be about to grow
 *
 * Brings the top of @widget to the top of the view, soon.
 */
void
vf_page_scroll_to (VfPage *self, GtkWidget *widget)
{
  vf_scroll_to (GTK_SCROLLED_WINDOW (priv_of (self)->scroller), widget);
}

/**
 * vf_page_toast:
 * @self: a page
 * @text: a sentence that needs no answer
 * @button: (nullable): label of a button, usually "Undo"
 * @action: (nullable): detailed action that the button activates, of the window or of the page
 */
void
vf_page_toast (VfPage *self, const char *text, const char *button, const char *action)
{
  g_signal_emit (self, signals[SIGNAL_TOAST], 0, text, button, action);
}

/**
 * vf_page_apply_fix:
 * @self: a page that can try again
 * @fix: a way out that was chosen
 *
 * Tries again at once; where the fix does not fit, a toast says why.
 */
void
vf_page_apply_fix (VfPage *self, VfFix *fix)
{
  g_autofree char *label = vf_explain_fix (fix);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (!vf_session_apply_fix (priv_of (self)->session, fix, &error))
    {
      vf_page_toast (self, error->message, NULL, NULL);
      return;
    }
  /* Translators: %s is the label of a button, such as "Use port 5432" */
  text = g_strdup_printf (_("Done: %s"), label);
  vf_page_toast (self, text, _("_Undo"), "page.undo-fix");
  VF_PAGE_GET_CLASS (self)->retry (self);
}

/**
 * vf_page_shown:
 * @self: a page
 * @forward: whether it was reached by Next or by opening, not by Back
 */
void
vf_page_shown (VfPage *self, gboolean forward)
{
  if (VF_PAGE_GET_CLASS (self)->shown)
    VF_PAGE_GET_CLASS (self)->shown (self, forward);
}

/**
 * vf_page_apply:
 * @self: a page
 *
 * Returns: whether Next may go on
 */
gboolean
vf_page_apply (VfPage *self)
{
  return VF_PAGE_GET_CLASS (self)->apply ? VF_PAGE_GET_CLASS (self)->apply (self) : TRUE;
}

/**
 * vf_page_cancel:
 * @self: a page
 *
 * Stops what the page runs.  Harmless if nothing runs.
 */
void
vf_page_cancel (VfPage *self)
{
  if (VF_PAGE_GET_CLASS (self)->cancel)
    VF_PAGE_GET_CLASS (self)->cancel (self);
}

/**
 * vf_page_focus_first:
 * @self: a page in a window
 *
 * Where a page names no place, nothing has the keyboard: Enter then presses the suggested action, and Tab begins at
 * the top.
 */
void
vf_page_focus_first (VfPage *self)
{
  VF_PAGE_GET_CLASS (self)->focus_first (self);
}

/**
 * vf_page_back:
 * @self: a page
 *
 * Returns: whether Back has been dealt with inside the page
 */
gboolean
vf_page_back (VfPage *self)
{
  return VF_PAGE_GET_CLASS (self)->back && VF_PAGE_GET_CLASS (self)->back (self);
}

/**
 * vf_page_take_paste:
 * @self: a page that has fields for a server
 * @paste: what was on the clipboard
 */
void
vf_page_take_paste (VfPage *self, VfPaste *paste)
{
  if (VF_PAGE_GET_CLASS (self)->take_paste)
    VF_PAGE_GET_CLASS (self)->take_paste (self, paste);
}
