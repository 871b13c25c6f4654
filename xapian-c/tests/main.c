/* All the tests of xapian-c in one program: every function, every kind of failure that can be brought about without
 * breaking the machine. */
#include "xapian-c/tests/means.h"

#ifdef __SANITIZE_ADDRESS__
/* Database::check() of libxapian 1.4.22 deletes a glass database as if it were a smaller class. */
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
    return "new_delete_type_mismatch=0";
}
#endif

int main(void) {
    return database_tests() + damage_tests() + document_tests() + writing_tests() + query_tests() + docset_tests() +
               search_tests() + remote_tests() >
           0;
}
