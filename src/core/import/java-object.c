#include "config.h"

#include "import/java-object.h"

#include <string.h>

/* Class descriptions refer to each other and objects lie in objects; a key of a store needs three levels. */
#define MAX_DEPTH 16
/* a serialised key has about ten */
#define MAX_HANDLES 256
#define MAX_FIELDS 64
#define BASE_HANDLE 0x7E0000u

/* The marks of the stream, from "Java Object Serialization Specification", section 6.4.2. */
typedef enum
{
  MARK_NULL = 0x70,
  MARK_REFERENCE = 0x71,
  MARK_CLASS_DESC = 0x72,
  MARK_OBJECT = 0x73,
  MARK_STRING = 0x74,
  MARK_ARRAY = 0x75,
  MARK_END_BLOCK = 0x78,
} Mark;

#define FLAG_SERIALIZABLE 0x02

typedef struct _Class Class;
struct _Class
{
  const Class *super;
  char first[2]; /* of the name: "[B" is an array of bytes */
  char fields[MAX_FIELDS]; /* their types: "I", "[", "L" … */
  guint n_fields;
};

typedef struct
{
  VfByteReader *reader;
  const Class *handles[MAX_HANDLES]; /* NULL for what is no class */
  guint n_handles;
  GPtrArray *classes;
  guint depth;
} Walk;

static gboolean skip_content (Walk *walk);

static gboolean
add_handle (Walk *walk, const Class *class)
{
  if (walk->n_handles >= MAX_HANDLES)
    return FALSE;
  walk->handles[walk->n_handles++] = class;
  return TRUE;
}

static gboolean
find_handle (Walk *walk, const Class **class)
{
  guint32 handle;

  if (!vf_byte_reader_u32 (walk->reader, &handle) || handle < BASE_HANDLE || handle - BASE_HANDLE >= walk->n_handles)
    return FALSE;
  *class = walk->handles[handle - BASE_HANDLE];
  return TRUE;
}

static gboolean
read_name (VfByteReader *reader, const guint8 **name, guint16 *length)
{
  return vf_byte_reader_u16 (reader, length) && vf_byte_reader_bytes (reader, *length, name);
}

static gboolean
read_field (Walk *walk, Class *class)
{
  guint8 type;
  guint16 length;
  const guint8 *name;

  if (!vf_byte_reader_u8 (walk->reader, &type) || !read_name (walk->reader, &name, &length))
    return FALSE;
  class->fields[class->n_fields++] = (char) type;
  return (type != '[' && type != 'L') || skip_content (walk);
}

static gboolean read_class (Walk *walk, const Class **class);

static gboolean
read_new_class (Walk *walk, Class *class)
{
  const guint8 *name;
  guint16 length;
  guint8 flags;
  guint8 end;
  guint16 n_fields;

  if (!read_name (walk->reader, &name, &length) || !vf_byte_reader_skip (walk->reader, 8) || !add_handle (walk, class)
      || !vf_byte_reader_u8 (walk->reader, &flags) || flags != FLAG_SERIALIZABLE
      || !vf_byte_reader_u16 (walk->reader, &n_fields) || n_fields > MAX_FIELDS)
    return FALSE;
  memcpy (class->first, name, MIN (length, sizeof class->first));
  while (class->n_fields < n_fields)
    if (!read_field (walk, class))
      return FALSE;
  return vf_byte_reader_u8 (walk->reader, &end) && end == MARK_END_BLOCK && read_class (walk, &class->super);
}

static gboolean
read_class (Walk *walk, const Class **class)
{
  guint8 mark;
  Class *new_class;
  gboolean there;

  if (!vf_byte_reader_u8 (walk->reader, &mark) || walk->depth >= MAX_DEPTH)
    return FALSE;
  *class = NULL;
  if (mark == MARK_NULL)
    return TRUE;
  if (mark == MARK_REFERENCE)
    return find_handle (walk, class) && *class != NULL;
  if (mark != MARK_CLASS_DESC)
    return FALSE;
  new_class = g_new0 (Class, 1);
  g_ptr_array_add (walk->classes, new_class);
  *class = new_class;
  walk->depth++;
  there = read_new_class (walk, new_class);
  walk->depth--;
  return there;
}

/* 0 for what is not a plain value */
static gsize
size_of (char type)
{
  switch (type)
    {
    case 'B':
    case 'Z':
      return 1;
    case 'C':
    case 'S':
      return 2;
    case 'F':
    case 'I':
      return 4;
    case 'D':
    case 'J':
      return 8;
    }
  return 0;
}

/* The values of the fields, those of the class above first.  A class that is its own ancestor ends at the depth. */
static gboolean
skip_values (Walk *walk, const Class *class, guint depth)
{
  if (!class)
    return TRUE;
  if (depth >= MAX_DEPTH || !skip_values (walk, class->super, depth + 1))
    return FALSE;
  for (guint i = 0; i < class->n_fields; i++)
    {
      gsize size = size_of (class->fields[i]);

      if (!(size > 0 ? vf_byte_reader_skip (walk->reader, size) : skip_content (walk)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
skip_array (Walk *walk)
{
  const Class *class;
  guint32 n;

  return read_class (walk, &class) && class && class->first[0] == '[' && size_of (class->first[1]) > 0
         && add_handle (walk, NULL) && vf_byte_reader_u32 (walk->reader, &n)
         && vf_byte_reader_skip (walk->reader, (gsize) n * size_of (class->first[1]));
}

static gboolean
skip_object (Walk *walk)
{
  const Class *class;

  return read_class (walk, &class) && class && add_handle (walk, NULL) && skip_values (walk, class, 0);
}

static gboolean
skip_string (Walk *walk)
{
  const guint8 *name;
  guint16 length;

  return add_handle (walk, NULL) && read_name (walk->reader, &name, &length);
}

static gboolean
skip_marked (Walk *walk, guint8 mark)
{
  const Class *ignored;

  switch (mark)
    {
    case MARK_NULL:
      return TRUE;
    case MARK_REFERENCE:
      return find_handle (walk, &ignored);
    case MARK_STRING:
      return skip_string (walk);
    case MARK_ARRAY:
      return skip_array (walk);
    case MARK_OBJECT:
      return skip_object (walk);
    }
  return FALSE;
}

static gboolean
skip_content (Walk *walk)
{
  guint8 mark;
  gboolean there;

  if (walk->depth >= MAX_DEPTH || !vf_byte_reader_u8 (walk->reader, &mark))
    return FALSE;
  walk->depth++;
  there = skip_marked (walk, mark);
  walk->depth--;
  return there;
}

/**
 * vf_java_object_skip:
 * @reader: stands where a serialised Java object begins; moved behind it
 *
 * A JCEKS store keeps a secret key as such an object and does not say how long it is, so what follows can only be found
 * by walking through it.  Nothing is made of it.  Objects of more kinds than such a key has are refused.
 *
 * Returns: whether an object was there
 */
gboolean
vf_java_object_skip (VfByteReader *reader)
{
  static const guint8 start[] = { 0xAC, 0xED, 0x00, 0x05 };
  g_autoptr (GPtrArray) classes = g_ptr_array_new_with_free_func (g_free);
  Walk walk = { .reader = reader, .classes = classes };
  const guint8 *bytes;

  return vf_byte_reader_bytes (reader, sizeof start, &bytes) && memcmp (bytes, start, sizeof start) == 0
         && skip_content (&walk);
}
