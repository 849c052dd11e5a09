#pragma once

/* How long a main loop is kept from polling: from one poll's return to the next one's start, in which it can neither
 * answer nor draw.  For the thread that runs the loop. */

typedef struct
{
  unsigned long iterations;
  double worst_ms;               /* wall time of the longest one */
  double worst_cpu_ms;           /* the thread's processor time in the one that takes most of it: seldom another one, but
                                  * where others keep the machine busy */
  double began_ms, began_cpu_ms; /* when the last poll returned; 0 before the first */
} StallMeter;

/* the time that only goes forward, in milliseconds */
double stall_meter_now   (void);
/* a poll is about to begin; what ran before the first is not counted */
void   stall_meter_enter (StallMeter *meter);
/* a poll has returned */
void   stall_meter_leave (StallMeter *meter);
/* forgets what was measured, but not when the last poll returned */
void   stall_meter_reset (StallMeter *meter);
